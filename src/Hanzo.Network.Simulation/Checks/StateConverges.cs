using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// At the end all living nodes of one cluster know the same version of each key of shared state, and the same versions have the
/// same values.
/// </summary>
internal sealed class StateConverges() : Checker("state converges")
{
    private readonly NetworkPicture _picture = new();
    private readonly List<StateRead> _reads = [];

    public override void See(Observation observation)
    {
        if (observation is StateRead read) _reads.Add(read);
        else _picture.See(observation);
    }

    protected override void Close(TimeSpan at)
    {
        var reads = _reads.FindAll(read => _picture[read.Node] is { Alive: true } process && process.Life == read.Life);
        var nodes = reads.Where(read => read.Key.Length == 0).ToArray();
        foreach (var silent in _picture.Living.Where(process => !nodes.Any(node => node.Node == process.Node)))
            Break(at, $"{silent.Text} lives and does not say what it knows of shared state");
        foreach (var cluster in nodes.GroupBy(node => string.Join(' ', _picture[node.Node].Up), StringComparer.Ordinal))
            Judge(at, [.. cluster.Select(node => node.Node)], reads);
    }

    private void Judge(TimeSpan at, int[] nodes, List<StateRead> reads)
    {
        var keys = reads.Where(read => read.Key.Length > 0 && nodes.Contains(read.Node));
        foreach (var key in keys.GroupBy(read => read.Key, StringComparer.Ordinal))
        {
            Judged();
            var first = key.First();
            foreach (var other in key)
            {
                var isSame = other.Version == first.Version && other.Elements.SequenceEqual(first.Elements, StringComparer.Ordinal);
                if (!isSame)
                    Break(at, $"{key.Key} differs on {Say.Process(first.Node, first.Life)} and {Say.Process(other.Node, other.Life)}");
            }

            foreach (var without in nodes.Except(key.Select(read => read.Node)))
                Break(at, $"{key.Key} is on {Say.Process(first.Node, first.Life)} and not on node {without}");
        }
    }
}
