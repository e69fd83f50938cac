using System.Collections.Immutable;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Chaos;
using Hanzo.Network.Node.Children;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>Kills the node that runs a session as often as wanted, starts it again each time, and judges at the end.</summary>
/// <param name="tell">Given a line for each kill.</param>
internal sealed class KillCampaign(KillOptions options, Action<string> tell)
{
    /// <summary>Rounds that break before all is given up: a network that has broken so often tells nothing new.</summary>
    private const int MaxBroken = 3;

    private readonly List<RoundLog> _rounds = [];

    /// <param name="enough">Cancelled: no further kill; those that were made are judged.</param>
    /// <param name="cancellation">Ends all at once; the data folder is kept.</param>
    /// <exception cref="ChildException">The nodes do not start at all.</exception>
    public async Task<CampaignReport> RunAsync(CancellationToken enough, CancellationToken cancellation)
    {
        var began = WatchClock.Now;
        await using var network = await CampaignNetwork.StartAsync(options.Journal, cancellation);
        using var log = new CampaignLog(Path.Combine(network.Folder, "campaign.log"), tell);
        log.Tell($"three nodes are up; data and logs: {network.Folder}");
        var gaveUp = await KillAsync(network, log, enough, cancellation);
        log.Tell($"judging {_rounds.Sum(round => round.Runs.Length)} runs …");
        var wrong = await new CampaignJudge(network, _rounds).WrongAsync(cancellation);
        ImmutableArray<string> all = [.. gaveUp, .. _rounds.Select(round => round.Broken).OfType<string>(), .. wrong];
        foreach (var sentence in all) log.Note(sentence);
        var report = CampaignReport.Of(
            options, _rounds, EffectJudge.Repeated(network.Effects.ReadAll()), WatchClock.Now - began, all, network.Folder);
        if (all.IsEmpty && !options.KeepsData) network.Discard();
        return report;
    }

    /// <returns>Why it ended before its time; empty: it did not.</returns>
    private async Task<ImmutableArray<string>> KillAsync(
        CampaignNetwork network, CampaignLog log, CancellationToken enough, CancellationToken cancellation)
    {
        foreach (var moment in KillPlan.Draw(options.Seed, options.Kills, WorkAgent.Length))
        {
            if (enough.IsCancellationRequested) break;
            var round = await new KillRound(network, moment, log).RunAsync(cancellation);
            _rounds.Add(round);
            log.Tell(CampaignText.Progress(round, options));
            if (round.Broken is null) continue;
            if (_rounds.Count(made => made.Broken is not null) >= MaxBroken) return [$"given up after {MaxBroken} rounds that broke"];
            try
            {
                await network.Nodes.ReviveAsync(cancellation);
            }
            catch (ChildException e)
            {
                return [$"given up after kill {moment.Number}: {e.Message}"];
            }
        }

        return [];
    }
}
