using System.Collections.Immutable;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Chaos;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>What a campaign came to.</summary>
/// <param name="Runtime">One of <see cref="RuntimeName"/>.</param>
/// <param name="Planned">Kills; fewer were made when it was stopped or broke.</param>
/// <param name="Kills">That were made.</param>
/// <param name="Failover">Of the kills in the middle of a run; null: there were none.</param>
/// <param name="Back">From the start of a killed node's successor until all nodes saw each other.</param>
/// <param name="EffectsReused">Whose recorded end counted at the next node, of the runs whose node was killed; so below.</param>
/// <param name="EffectsRepeated">That had been cut and were made once more, among them calls of the model.</param>
/// <param name="EffectsAsked">That a person was asked about.</param>
/// <param name="TookEffectAgain">Effects on the outside beyond the first of each call; only of tools that may be repeated.</param>
/// <param name="Events">That watchers had seen, each of which must be there.</param>
/// <param name="Wrong">A sentence each; none is as it must be.</param>
/// <param name="Folder">Of data and logs; kept when something is wrong.</param>
internal sealed record CampaignReport(
    string Runtime,
    CampaignJournal Journal,
    int Seed,
    int Planned,
    int Kills,
    FailoverTimes? Failover,
    FailoverTimes? Back,
    int EffectsReused,
    int EffectsRepeated,
    int EffectsAsked,
    int TookEffectAgain,
    int Runs,
    int Events,
    int StateWrites,
    double Seconds,
    ImmutableArray<string> Wrong,
    string Folder)
{
    public static CampaignReport Of(
        KillOptions options,
        IReadOnlyList<RoundLog> rounds,
        int tookEffectAgain,
        TimeSpan elapsed,
        ImmutableArray<string> wrong,
        string folder) => new(
        RuntimeName.Current,
        options.Journal,
        options.Seed,
        options.Kills,
        rounds.Count,
        FailoverTimes.Of(rounds.Select(round => round.Failover)),
        FailoverTimes.Of(rounds.Select(round => round.Back)),
        rounds.Sum(round => round.Effects.Reused),
        rounds.Sum(round => round.Effects.Repeated),
        rounds.Sum(round => round.Effects.Asked),
        tookEffectAgain,
        rounds.Sum(round => round.Runs.Length),
        rounds.Sum(round => round.Runs.Sum(run => run.Seen.Count(step => step.Sequence is not null))),
        rounds.Sum(round => round.Writes.Count(write => write.Acknowledged)),
        Math.Round(elapsed.TotalSeconds, 1),
        wrong,
        folder);
}
