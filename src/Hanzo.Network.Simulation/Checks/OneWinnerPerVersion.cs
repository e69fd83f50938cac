using System.Collections.Immutable;
using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// Of those who set a key in the same version one is told that he did, as far as their nodes had a member in common; and no two are
/// told the same version as theirs.
/// </summary>
internal sealed class OneWinnerPerVersion() : Checker("one winner per version")
{
    private readonly NetworkPicture _picture = new();
    private readonly Dictionary<(string Key, string Expected), List<Winner>> _winners = [];
    private readonly Dictionary<(string Key, string Version), StateCompared> _told = [];

    public override void See(Observation observation)
    {
        if (observation is StateCompared compared) Judge(compared);
        else _picture.See(observation);
    }

    private void Judge(StateCompared compared)
    {
        Judged();
        if (!_told.TryAdd((compared.Key, compared.Version), compared))
            Break(compared.At, $"{compared.Key}: two writes were told version {compared.Version} as theirs");

        // A key that is not there can come to be so again.
        if (compared.Expected is not { } expected) return;
        var process = _picture[compared.Node];
        var winner = new Winner(compared, [.. process.Up, .. process.Leaving]);
        if (!_winners.TryGetValue((compared.Key, expected), out var winners)) _winners[(compared.Key, expected)] = winners = [];
        foreach (var other in winners)
        {
            if (!other.Members.Intersect(winner.Members, StringComparer.Ordinal).Any()) continue;
            var where = $"{Say.Process(other.Compared.Node, other.Compared.Life)} and {Say.Process(compared.Node, compared.Life)}";
            Break(compared.At, $"{compared.Key} was set twice in version {expected}: on {where}");
        }

        winners.Add(winner);
    }

    private sealed record Winner(StateCompared Compared, ImmutableArray<string> Members);
}
