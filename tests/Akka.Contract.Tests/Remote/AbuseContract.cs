using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster;
using Akka.Contract.Tests.Cluster;
using Hanzo.Network.Benchmarks.Abuse;

namespace Akka.Contract.Tests.Remote;

/// <summary>
/// What becomes of a node of three at whose port garbage, HTTP, half greetings and slow readers are thrown. The row `abuse` of the
/// benchmarks does the same for longer, between processes.
/// </summary>
public class AbuseContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Abused = TimeSpan.FromSeconds(3);

    /// <summary>2 is striven for between processes; here the abuser shares the cores with all nodes and other tests.</summary>
    private const double MostTimesSlower = 50;

    /// <summary>What may wait for all peers, and in mailboxes; also what other tests of this process hold meanwhile.</summary>
    private const long MostBytesMore = 400 * 1024 * 1024;

    /// <summary>As by default: nodes share two cores with the abuser and other tests.</summary>
    private const string Patient = "akka.cluster.failure-detector.acceptable-heartbeat-pause = 3s";

    [Fact]
    public async Task It_stays_in_the_cluster_answers_its_peers_and_keeps_its_memory()
    {
        await using var nodes = await ClusterNodes.Formed(3, Patient);
        var (abused, peer) = (nodes[0].System, nodes[1].System);
        abused.ActorOf(Props.Create(() => new Responder()), "echo");
        peer.ActorOf(Props.Create(() => new Responder()), "responder");
        var toPeer = await abused.ActorSelection($"{nodes[1].SelfAddress}/user/responder").ResolveOne(Patience);
        var quiet = await MedianOf(toPeer, Quiet);
        var events = new Listener(abused);
        nodes[0].Subscribe(
            events.Ref,
            ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot,
            [typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent)]);
        (await events.Next<ClusterEvent.CurrentClusterState>()).Members.Count.ShouldBe(3);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        using var abuser = new Abuser(nodes[0].SelfAddress.ToString(), "/user/echo");
        var median = await MedianOf(toPeer, Abused);

        abuser.Connections.ShouldBeGreaterThan(100);
        (median / quiet).ShouldBeLessThan(MostTimesSlower);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(MostBytesMore);
        abuser.Dispose();
        events.Ref.Tell("no event before this");
        (await events.Next()).ShouldBe("no event before this");
        nodes.All.ShouldAllBe(node => node.UpMembers() == 3 && node.State.Unreachable.IsEmpty);
    }

    /// <summary>Of one ask after the other.</summary>
    private static async Task<double> MedianOf(IActorRef responder, TimeSpan time)
    {
        var latencies = new List<double>();
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time;)
        {
            var sent = Stopwatch.GetTimestamp();
            await responder.Ask<int>(1, Patience);
            latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMicroseconds);
        }

        latencies.Sort();
        return latencies[latencies.Count / 2];
    }
}
