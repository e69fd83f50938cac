using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Cluster.Placement;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>When a generation may serve: its member is Up, its region knows the coordinator, its directory knows the others.</summary>
internal static class Readiness
{
    /// <summary>Short: a region without a coordinator does not answer at all.</summary>
    private static readonly TimeSpan AskTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>How long members that do not describe themselves hold readiness up.</summary>
    private static readonly TimeSpan IntroductionsWithin = TimeSpan.FromSeconds(2);

    /// <exception cref="OperationCanceledException">The generation ended before.</exception>
    public static async Task WaitAsync(Generation generation, Board<DirectorySnapshot> board, TimeProvider time)
    {
        await board.WaitAsync(s => s.Self is { Membership: NodeMembership.Up } self && IsOf(self, generation), generation.EndedToken);
        await RegionAsync(generation, board, time);
        using var introductions = new CancellationTokenSource(IntroductionsWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(introductions.Token, generation.EndedToken);
        try
        {
            await board.WaitAsync(s => s.Nodes.Values.All(IsIntroduced), either.Token);
        }
        catch (OperationCanceledException) when (!generation.EndedToken.IsCancellationRequested)
        {
            // Whoever is late appears when it does.
        }
    }

    private static async Task RegionAsync(Generation generation, Board<DirectorySnapshot> board, TimeProvider time)
    {
        var self = Akka.Cluster.Cluster.Get(generation.System).SelfAddress;
        while (true)
        {
            generation.EndedToken.ThrowIfCancellationRequested();
            try
            {
                var question = new GetClusterShardingStats(AskTimeout);
                var answer = await generation.Region.Ask<ClusterShardingStats>(question, AskTimeout * 2, generation.EndedToken);
                if (answer.Regions.ContainsKey(self)) return;
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, generation.EndedToken);
            }
            catch (AskTimeoutException)
            {
                // No coordinator yet.
            }
        }
    }

    private static bool IsOf(NodeEntry self, Generation generation) => self.Description!.Incarnation == generation.Identity.Incarnation;

    private static bool IsIntroduced(NodeEntry node) =>
        node.Membership is not NodeMembership.Up || !node.Reachable || node.Description is not null;
}
