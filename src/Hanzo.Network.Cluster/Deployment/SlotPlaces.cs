using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Sessions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>Asks the nodes where a slot is and what it holds.</summary>
internal sealed class SlotPlaces(NodeProcess process)
{
    private static readonly TimeSpan SessionsWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RegionsWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PlaceWithin = TimeSpan.FromSeconds(6);

    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks again for some seconds when not all nodes answer.</summary>
    /// <exception cref="AgentNetworkException"><see cref="NetworkError.Unavailable"/>: it stays unknown.</exception>
    public async Task<string?> RequireAsync(Generation generation, SlotId slot, CancellationToken cancellation)
    {
        for (var began = process.Time.GetTimestamp(); process.Time.GetElapsedTime(began) < PlaceWithin;)
        {
            var place = await FindAsync(generation, slot, cancellation);
            if (place.IsKnown) return place.Node;
            await Task.Delay(LookAgain, process.Time, cancellation);
        }

        throw new AgentNetworkException(
            NetworkError.Unavailable, $"not all nodes say whether they have slot '{slot}', and none says that it has; try again.");
    }

    public async Task<SlotPlace> FindAsync(Generation generation, SlotId slot, CancellationToken cancellation)
    {
        try
        {
            var question = new GetClusterShardingStats(RegionsWithin);
            var stats = await generation.Region.Ask<ClusterShardingStats>(question, RegionsWithin * 2, cancellation);
            return SlotPlace.Of(process.Board.Current, stats, slot);
        }
        catch (AskTimeoutException)
        {
            return SlotPlace.Unknown;
        }
    }

    public async Task<ImmutableArray<SessionId>> SessionsAsync(
        Generation generation, SlotId slot, string node, CancellationToken cancellation)
    {
        if (process.Board.Current.Find(node) is not { } owner) return [];
        try
        {
            var asked = generation.System.ActorSelection($"{owner.Address}/user/{SlotSessions.Name}");
            return (await asked.Ask<SlotFound>(new SlotGet(slot.ToString()), SessionsWithin, cancellation)).Sessions;
        }
        catch (AskTimeoutException)
        {
            throw new AgentNetworkException(NetworkError.Unavailable, $"node '{node}' does not say which sessions slot '{slot}' has.");
        }
    }
}
