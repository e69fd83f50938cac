using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// At the end all living nodes of one cluster hold the same under each key, and nothing that nobody wrote. That there is one cluster
/// is <see cref="MembershipConverges"/>'s to say.
/// </summary>
internal sealed class DataConverges() : Checker("data converges")
{
    private readonly NetworkPicture _picture = new();
    private readonly HashSet<(string Key, string Element)> _written = [];
    private readonly OrderedDictionary<string, List<DataRead>> _reads = new(StringComparer.Ordinal);

    public override void See(Observation observation)
    {
        switch (observation)
        {
            case DataWriteBegun begun:
                _written.Add((begun.Key, begun.Element));
                break;
            case DataWritten written:
                _written.Add((written.Key, written.Element));
                break;
            case DataRead read:
                if (!_reads.TryGetValue(read.Key, out var reads)) _reads.Add(read.Key, reads = []);
                reads.Add(read);
                break;
            default:
                _picture.See(observation);
                break;
        }
    }

    protected override void Close(TimeSpan at)
    {
        foreach (var (key, all) in _reads)
        {
            var reads = all.FindAll(read => _picture[read.Node] is { Alive: true } process && process.Life == read.Life);
            foreach (var read in reads) Judge(read, reads.Find(first => SameUp(first, read))!);
            if (_picture.Living.FirstOrDefault(process => !reads.Exists(read => read.Node == process.Node)) is { } silent)
                Break(at, $"{silent.Text} lives and does not say what it holds under {key}");
        }
    }

    private bool SameUp(DataRead one, DataRead other) =>
        _picture[one.Node].Up.SequenceEqual(_picture[other.Node].Up, StringComparer.Ordinal);

    private void Judge(DataRead read, DataRead first)
    {
        Judged();
        foreach (var element in read.Elements)
        {
            if (_written.Contains((read.Key, element))) continue;
            Break(read.At, $"{Say.Process(read.Node, read.Life)} holds {element} under {read.Key}, which nobody wrote");
        }

        if (read.Elements.SequenceEqual(first.Elements, StringComparer.Ordinal)) return;
        var (more, less) = read.Elements.Except(first.Elements).Any() ? (read, first) : (first, read);
        var missing = more.Elements.Except(less.Elements).FirstOrDefault();
        Break(read.At, $"under {read.Key} {Say.Process(more.Node, more.Life)} holds {missing} and "
            + $"{Say.Process(less.Node, less.Life)} does not");
    }
}
