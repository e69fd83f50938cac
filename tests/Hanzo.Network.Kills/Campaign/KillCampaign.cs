using System.Collections.Immutable;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Chaos;
using Hanzo.Network.Node.Demo;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>Kills the node that runs a session as often as wanted, starts it again each time, and judges at the end.</summary>
/// <param name="onRound">Told of each round as it ends.</param>
internal sealed class KillCampaign(KillOptions options, Action<RoundLog> onRound)
{
    private readonly List<RoundLog> _rounds = [];

    /// <exception cref="DemoException">The nodes do not start at all.</exception>
    public async Task<CampaignReport> RunAsync(CancellationToken cancellation)
    {
        var began = WatchClock.Now;
        await using var network = await CampaignNetwork.StartAsync(options.Journal, cancellation);
        var broken = await KillAsync(network, cancellation);
        var wrong = await new CampaignJudge(network, _rounds).WrongAsync(cancellation);
        var again = EffectJudge.Repeated(network.Effects.ReadAll());
        return CampaignReport.Of(options, _rounds, again, WatchClock.Now - began, broken is null ? wrong : wrong.Insert(0, broken));
    }

    /// <returns>Why it ended before all kills were made; null: it did not.</returns>
    private async Task<string?> KillAsync(CampaignNetwork network, CancellationToken cancellation)
    {
        foreach (var moment in KillPlan.Draw(options.Seed, options.Kills, WorkAgent.Length))
        {
            try
            {
                var round = await new KillRound(network, moment).RunAsync(cancellation);
                _rounds.Add(round);
                onRound(round);
                await network.RestartAsync(round.Killed, cancellation);
            }
            catch (Exception e) when (e is TimeoutException or DemoException)
            {
                return e.Message;
            }
        }

        return null;
    }
}
