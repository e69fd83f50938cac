using Hanzo.Network.Tools.Mcp;

namespace Hanzo.Network.Adapters.Mcp;

/// <summary>How often servers are asked, and how long they are waited for.</summary>
internal sealed record McpTimes
{
    public static readonly McpTimes Default = new();

    /// <summary>How often a server is asked what tools it has, and so, whether it is still there.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>However often it says that it has others, and however many calls fail.</summary>
    public TimeSpan LookAtMostEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Within which it says what tools it has.</summary>
    public TimeSpan ListWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it is left alone after so many failures.</summary>
    public Func<int, TimeSpan> Pause { get; init; } = failures => Backoff.After(failures, Random.Shared.NextDouble());
}
