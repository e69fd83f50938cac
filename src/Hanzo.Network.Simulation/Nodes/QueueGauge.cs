using Akka.Actor;
using Akka.Embedded.Remoting;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Joining;
using Hanzo.Network.Simulation.Checks;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>Looks now and then how full the queues and memories of the nodes are.</summary>
internal sealed class QueueGauge(SimulatedPlace place)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    public void Start(Action<Observation> see)
    {
        foreach (var node in place.Nodes)
            foreach (var (queue, length, bound) in Measure(node))
                see(new QueueMeasured(place.World.Now, node.Index, queue, length, bound));
        place.World.After(Every, () => Start(see));
    }

    private static IEnumerable<(string Queue, long Length, long Bound)> Measure(SimulatedNode node)
    {
        if (node is not { Process: not null, Present: { } generation, Directory: { } directory }) yield break;
        var remoting = ((RemoteProvider)((ExtendedActorSystem)generation.System).Provider).Remoting;
        yield return ("messages to one peer", remoting.MostWaiting, remoting.Settings.OutboundBufferSize);
        yield return ("bytes to all peers", remoting.WaitingBytes, remoting.Settings.TotalOutboundBufferBytes);
        yield return ("departed nodes", directory.Departed.Count, DirectoryState.MaxDeparted);
        yield return ("recent runs", directory.Runs.Notes.Length, RunNote.MaxKept);
        var joining = JoiningSetup.Of(generation.System).Board.Current;
        yield return ("lines of the joining trail", joining.Trail.Length, JoinStatus.MaxTrail);
        yield return ("notices of joining", joining.Notices.Length, JoinStatus.MaxNotices);
    }
}
