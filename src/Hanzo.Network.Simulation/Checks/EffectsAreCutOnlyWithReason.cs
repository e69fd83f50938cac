using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// An effect under way is cut only when its process or actor system ends, when its node was paused or cut off shortly before (its
/// slots may then be another's), when its run ended (deadline, cancellation), or when its session could not write its journal.
/// A slot that moves from a healthy node waits for its effects until the hand-off timeout: one that was under way for a shorter time
/// than that is never cut by a move. Nothing is under way on a node that says that it is drained.
/// </summary>
internal sealed class EffectsAreCutOnlyWithReason() : Checker("effects are cut only with reason")
{
    /// <summary>A process that leaves, or a system that ends, is gone this much after the first effect is cut, at the latest.</summary>
    public static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    /// <summary>What a pause or a cut leads to has happened by then: downing, the end of the system, slots moved.</summary>
    public static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(30);

    /// <summary>
    /// From the first event that the journal takes of the session after the cut to the run's end. Both may come late, when the journal
    /// is out of reach.
    /// </summary>
    public static readonly TimeSpan RunEndsWithin = TimeSpan.FromSeconds(5);

    /// <summary>As <c>akka.cluster.sharding.handoff-timeout</c> says.</summary>
    public static readonly TimeSpan HandOffTimeout = TimeSpan.FromSeconds(10);

    private readonly NetworkPicture _picture = new();
    private readonly Interruptions _interruptions = new();
    private readonly Dictionary<string, TimeSpan> _runEnded = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Effect, int Node), (TimeSpan At, int System)> _begun = [];
    private readonly List<EffectCut> _unexplained = [];

    public override void See(Observation observation)
    {
        if (_unexplained.Count > 0) JudgeUntil(observation.At);
        switch (observation)
        {
            case EffectStarted started:
                _begun[(started.Effect, started.Node)] = (started.At, _picture[started.Node].System);
                break;
            case EffectEnded ended:
                Judged();
                if (_begun.Remove((ended.Effect, ended.Node), out var begun) && ended.How == EffectEnd.Cut)
                    SeeCut(ended, begun.At, begun.System);
                break;
            case EventStored stored:
                SeeStored(stored);
                break;
            case NodeDrained { InTime: true } drained:
                SeeDrained(drained);
                break;
            default:
                _picture.See(observation);
                _interruptions.See(observation);
                break;
        }
    }

    protected override void Close(TimeSpan at) => JudgeUntil(at);

    private void SeeDrained(NodeDrained drained)
    {
        var process = _picture[drained.Node];
        if (process.Life != drained.Life) return;
        Judged();
        foreach (var ((effect, node), begun) in _begun)
            if (node == drained.Node && begun.System == process.System)
                Break(drained.At, $"effect {effect}, begun at {Say.Time(begun.At)}, is under way on {process.Text}, "
                    + "which says that it is drained");
    }

    private void SeeStored(EventStored stored)
    {
        var endsRun = Manifests.FailsRun(stored.Manifest) || Manifests.CancelsRun(stored.Manifest);
        if (endsRun) _runEnded[stored.PersistenceId] = stored.At;
        foreach (var cut in _unexplained)
            if (cut.Session == stored.PersistenceId) cut.See(stored, endsRun);
    }

    private void SeeCut(EffectEnded ended, TimeSpan begun, int system)
    {
        var process = _picture[ended.Node];
        var session = Names.SessionOfEffect(ended.Effect);
        if (!process.HasSystem || process.Life != ended.Life || process.WasDisturbed(ended.At - Aftermath)) return;
        // Its own system has ended: the cut may come to light when the next one is there already.
        if (process.System != system) return;
        if (_interruptions.WriterStopped(ended.Node, session, begun) is not null) return;
        // Its time was what the run's deadline left, and the deadline is not there any more.
        if (_interruptions.ClockJumped(ended.Node, begun) is not null) return;
        if (_runEnded.TryGetValue(session, out var end) && end >= begun) return;
        _unexplained.Add(new EffectCut(ended, begun, system, session));
    }

    private void JudgeUntil(TimeSpan now) => _unexplained.RemoveAll(cut => IsDecided(cut, now));

    private bool IsDecided(EffectCut cut, TimeSpan now)
    {
        var process = _picture[cut.Ended.Node];
        if (cut.RunEnded || !process.HasSystem || process.Life != cut.Ended.Life || process.System != cut.System) return true;
        if (cut.Ended.At + EndsWithin >= now || cut.NextStored is not { } next || next + RunEndsWithin >= now) return false;
        if (_interruptions.HandOffCut(cut.Ended.Node, Names.SlotOfEffect(cut.Ended.Effect), cut.Begun) is not null) return true;
        if (SlotLost(cut) is not null && cut.Ended.At - cut.Begun >= HandOffTimeout) return true;
        Break(cut.Ended.At, $"effect {cut.Ended.Effect} was cut on {process.Text}, which lives on and was not disturbed; "
            + Circumstance(cut));
        return true;
    }

    private string Circumstance(EffectCut cut) => SlotLost(cut) is { } at
        ? $"its slot was taken from the node at {Say.Time(at)}"
        : "its slot stayed there and its run did not end";

    private TimeSpan? SlotLost(EffectCut cut)
    {
        var lost = _interruptions.SlotLost(cut.Ended.Node, Names.SlotOfEffect(cut.Ended.Effect), cut.Ended.At);
        return lost <= cut.Ended.At + RunEndsWithin ? lost : null;
    }
}
