using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// A write to replicated data that was acknowledged is on every living node at the end, unless all that surely held it ended before
/// it had spread: the writer's actor system, and of the members that the writer saw as many as its level says (a majority, all, or
/// none besides itself). After <see cref="SpreadsWithin"/> of calm all members hold it. Replicated data lives in memory only.
/// </summary>
internal sealed class AcknowledgedDataSurvives() : Checker("acknowledged data survives")
{
    /// <summary>Gossip of 0.2 s reaches each node within a few rounds; some seconds more for slow links.</summary>
    public static readonly TimeSpan SpreadsWithin = TimeSpan.FromSeconds(10);

    private readonly NetworkPicture _picture = new();
    private readonly List<DataPromise> _promises = [];
    private readonly List<DataRead> _reads = [];
    private TimeSpan? _calmSince;

    public override void See(Observation observation)
    {
        switch (observation)
        {
            case DataWritten { Acknowledged: true } written:
                Judged();
                Promise(written);
                break;
            case DataRead read:
                _reads.Add(read);
                break;
            case ProcessStarted or ProcessEnded or ProcessPaused or LinkChanged or SystemChanged or MembersSeen:
                Change(observation);
                break;
        }
    }

    protected override void Close(TimeSpan at)
    {
        var isOne = _picture.IsOneMembership;
        var reads = _reads.FindAll(read => _picture[read.Node] is { Alive: true } process && process.Life == read.Life)
            .GroupBy(read => read.Key, StringComparer.Ordinal)
            .ToDictionary(
                key => key.Key,
                key => key.Select(read => (read, Elements: read.Elements.ToHashSet(StringComparer.Ordinal))).ToArray(),
                StringComparer.Ordinal);
        foreach (var promise in _promises)
        {
            var write = promise.Write;
            var missing = reads.GetValueOrDefault(write.Key, []).Where(read => !read.Elements.Contains(write.Element)).ToArray();
            var isLost = !reads.TryGetValue(write.Key, out var all) || (isOne ? missing.Length > 0 : missing.Length == all.Length);
            if (!isLost) continue;
            var where = missing.Length > 0 ? Say.Process(missing[0].read.Node, missing[0].read.Life) : "any node";
            Break(at, $"{write.Element} under {write.Key}, acknowledged ({write.Level}) to {Say.Process(write.Node, write.Life)} at "
                + $"{Say.Time(write.At)}, is not on {where}");
        }
    }

    private void Promise(DataWritten written)
    {
        var writer = _picture[written.Node];
        if (!writer.HasSystem || writer.Life != written.Life || writer.Self.Length == 0) return;
        var members = writer.Up.ToHashSet(StringComparer.Ordinal);
        members.Add(writer.Self);
        var copies = written.Level switch
        {
            "local" => 1,
            "majority" => members.Count / 2 + 1,
            "all" => members.Count,
            _ => throw new ArgumentException($"level '{written.Level}' is not local, majority or all.", nameof(written)),
        };
        var ended = members.Count(member => !_picture.Living.Any(process => process.Self == member));
        _promises.Add(new DataPromise(written, writer.Self, members, copies - ended));
    }

    private void Change(Observation observation)
    {
        // What a node sees of others ends no actor system.
        string[] before = observation is MembersSeen && _calmSince is null ? [] : [.. Systems()];
        if (!_picture.See(observation)) return;
        if (!IsCalm) DisturbAt(observation.At, before);
        else _calmSince ??= observation.At;
        foreach (var ended in before)
            if (!_picture.Living.Any(process => process.Self == ended)) End(ended);
    }

    private bool IsCalm => _picture.IsOneMembership && _picture.Living.All(process => !process.IsDisturbed);

    private IEnumerable<string> Systems() => _picture.Living.Where(process => process.Self.Length > 0).Select(process => process.Self);

    /// <summary>No actor system ended while it was calm; so what was written early enough is on all that lived until now.</summary>
    private void DisturbAt(TimeSpan now, string[] living)
    {
        if (now - _calmSince >= SpreadsWithin)
        {
            var all = living.ToHashSet(StringComparer.Ordinal);
            foreach (var promise in _promises)
                if (promise.Write.At <= now - SpreadsWithin) promise.HeldByAll(all);
        }

        _calmSince = null;
    }

    private void End(string system)
    {
        foreach (var promise in _promises) promise.Ended(system);
        _promises.RemoveAll(promise => promise.IsVoid);
    }
}
