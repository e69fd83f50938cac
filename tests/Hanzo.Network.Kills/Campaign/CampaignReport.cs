using System.Collections.Immutable;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Chaos;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>What a campaign came to.</summary>
/// <param name="Kills">That were made.</param>
/// <param name="NextAnswer">Of the kills in the middle of a run; null: there were none.</param>
/// <param name="EffectsReused">Whose recorded end counted at the next node, of the runs whose node was killed; so below.</param>
/// <param name="EffectsRepeated">That had been cut and were made once more, among them calls of the model.</param>
/// <param name="EffectsAsked">That a person was asked about.</param>
/// <param name="TookEffectAgain">Effects on the outside beyond the first of each call; only of tools that may be repeated.</param>
/// <param name="Events">That watchers had seen, each of which must be there.</param>
/// <param name="Wrong">A sentence each; none is as it must be.</param>
internal sealed record CampaignReport(
    CampaignJournal Journal,
    int Seed,
    int Kills,
    FailoverTimes? NextAnswer,
    int EffectsReused,
    int EffectsRepeated,
    int EffectsAsked,
    int TookEffectAgain,
    int Runs,
    int Events,
    int StateWrites,
    double Seconds,
    ImmutableArray<string> Wrong)
{
    public static CampaignReport Of(
        KillOptions options, IReadOnlyList<RoundLog> rounds, int tookEffectAgain, TimeSpan elapsed, ImmutableArray<string> wrong) => new(
        options.Journal,
        options.Seed,
        rounds.Count,
        FailoverTimes.Of(rounds.Select(round => round.NextAnswer)),
        rounds.Sum(round => round.Effects.Reused),
        rounds.Sum(round => round.Effects.Repeated),
        rounds.Sum(round => round.Effects.Asked),
        tookEffectAgain,
        rounds.Sum(round => round.Runs.Length),
        rounds.Sum(round => round.Runs.Sum(run => run.Seen.Count(step => step.Sequence is not null))),
        rounds.Sum(round => round.Writes.Count(write => write.Acknowledged)),
        Math.Round(elapsed.TotalSeconds, 1),
        wrong);
}
