using System.Collections.Immutable;

namespace Hanzo.Network.Joining.Roads;

/// <summary>The roads by the names that settings and status call them.</summary>
public static class RoadNames
{
    public const string Udp = "udp";
    public const string File = "file";
    public const string Seeds = "seeds";

    /// <summary>All that there are.</summary>
    public const string Allowed = $"{Udp}, {File}, {Seeds}";

    public static ImmutableArray<string> All { get; } = [.. Allowed.Split(", ")];
}
