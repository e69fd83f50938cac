using System.Collections.Immutable;

namespace Hanzo.Network.Joining.Roads;

/// <summary>The roads by the names that settings and status call them.</summary>
public static class RoadNames
{
    public const string Udp = "udp";
    public const string File = "file";
    public const string Seeds = "seeds";
    public const string Dns = "dns";
    public const string Tailscale = "tailscale";
    public const string Nats = "nats";
    public const string Local = "local";
    public const string Remembered = "remembered";

    /// <summary>All that there are.</summary>
    public const string Allowed = $"{Udp}, {File}, {Seeds}, {Dns}, {Tailscale}, {Nats}, {Local}, {Remembered}";

    public static ImmutableArray<string> All { get; } = [.. Allowed.Split(", ")];
}
