using System.Collections.Immutable;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Chaos;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>Asks nodes, one after the other until one answers, for what they know.</summary>
internal sealed class CampaignReader(CampaignNetwork network)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <returns>Null: there is no such run.</returns>
    public async Task<RunBody?> RunAsync(string id, int askedAt, CancellationToken cancellation)
    {
        using var pause = new PeriodicTimer(Pause);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await network.Nodes.Pick(askedAt + attempt).GetRunAsync(id, cancellation);
            }
            catch (NodeClientException e) when (e.Code == "unknown_run")
            {
                return null;
            }
            catch (Exception e) when (Unanswered.Is(e))
            {
                await pause.WaitForNextTickAsync(cancellation);
            }
        }
    }

    /// <summary>The run as it is now, with all of its history. Null: there is no such run.</summary>
    public async Task<RunEnd?> EndAsync(string id, int askedAt, CancellationToken cancellation)
    {
        if (await RunAsync(id, askedAt, cancellation) is not { } run) return null;
        var follower = new RunFollower(id, () => network.Nodes.Pick(askedAt));
        await follower.FollowAsync(cancellation);
        return new RunEnd(run.Status, run.Output, run.Error, follower.Steps);
    }

    /// <summary>Keys that begin with a text, as one node knows them.</summary>
    public async Task<ImmutableDictionary<string, StateBody>> StateAsync(string node, string prefix, CancellationToken cancellation)
    {
        using var pause = new PeriodicTimer(Pause);
        while (true)
        {
            try
            {
                var list = await new StateClient(network[node].Client).ListAsync(prefix, cancellation);
                return list.Items.ToImmutableDictionary(item => item.Key);
            }
            catch (Exception e) when (Unanswered.Is(e))
            {
                await pause.WaitForNextTickAsync(cancellation);
            }
        }
    }
}
