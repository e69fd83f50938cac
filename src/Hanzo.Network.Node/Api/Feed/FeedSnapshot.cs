using System.Collections.Immutable;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Api.Feed;

/// <summary>What the live page shows, at one moment.</summary>
/// <param name="Network">JSON of a <see cref="NetworkBody"/>.</param>
/// <param name="Agents">JSON of an <see cref="AgentsBody"/>.</param>
/// <param name="Runs">Newest first.</param>
internal sealed record FeedSnapshot(byte[] Network, byte[] Agents, ImmutableArray<RunNoteBody> Runs);

/// <param name="Json">One line.</param>
internal sealed record FeedItem(string Type, byte[] Json)
{
    public const string Network = "network";
    public const string Agents = "agents";
    public const string Run = "run";
    public const string Unavailable = "unavailable";
}
