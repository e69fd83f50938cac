using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// An effect under way is cut only when its process or actor system ends, when its node was paused or cut off shortly before (its
/// slots may then be another's), when its run ended (deadline, cancellation), or when its session could not write its journal.
/// A slot that moves from a healthy node is no reason: it waits for the effect, or stays.
/// </summary>
internal sealed class EffectsAreCutOnlyWithReason() : Checker("effects are cut only with reason")
{
    /// <summary>A process that leaves, or a system that ends, is gone this much after the first effect is cut, at the latest.</summary>
    public static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    /// <summary>What a pause or a cut leads to has happened by then: downing, the end of the system, slots moved.</summary>
    public static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(30);

    /// <summary>Between a run's end in the journal and the cut of its effects, and the other way round.</summary>
    public static readonly TimeSpan RunEndsWithin = TimeSpan.FromSeconds(5);

    private readonly NetworkPicture _picture = new();
    private readonly Interruptions _interruptions = new();
    private readonly Dictionary<string, TimeSpan> _runEnded = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Effect, int Node), TimeSpan> _begun = [];
    private readonly Queue<Cut> _unexplained = [];

    public override void See(Observation observation)
    {
        JudgeUntil(observation.At);
        switch (observation)
        {
            case EffectStarted started:
                _begun[(started.Effect, started.Node)] = started.At;
                break;
            case EffectEnded ended:
                Judged();
                if (_begun.Remove((ended.Effect, ended.Node), out var begun) && ended.How == EffectEnd.Cut) SeeCut(ended, begun);
                break;
            case EventStored stored when EndsRunEarly(stored.Manifest):
                _runEnded[stored.PersistenceId] = stored.At;
                break;
            default:
                _picture.See(observation);
                _interruptions.See(observation);
                break;
        }
    }

    protected override void Close(TimeSpan at) => JudgeUntil(at);

    private static bool EndsRunEarly(string manifest) =>
        manifest.StartsWith("run.failed.", StringComparison.Ordinal) || manifest.StartsWith("run.cancelled.", StringComparison.Ordinal);

    private void SeeCut(EffectEnded ended, TimeSpan begun)
    {
        var process = _picture[ended.Node];
        var session = Names.SessionOfEffect(ended.Effect);
        if (!process.HasSystem || process.Life != ended.Life || process.WasDisturbed(ended.At - Aftermath)) return;
        if (_interruptions.AppendFailed(ended.Node, session, begun) is not null) return;
        _unexplained.Enqueue(new Cut(ended, process.System, session));
    }

    private void JudgeUntil(TimeSpan now)
    {
        while (_unexplained.TryPeek(out var cut) && cut.Ended.At + EndsWithin < now)
        {
            _unexplained.Dequeue();
            var process = _picture[cut.Ended.Node];
            if (!process.HasSystem || process.Life != cut.Ended.Life || process.System != cut.System) continue;
            if (_runEnded.TryGetValue(cut.Session, out var end) && (end - cut.Ended.At).Duration() <= RunEndsWithin) continue;
            Break(cut.Ended.At, $"effect {cut.Ended.Effect} was cut on {process.Text}, which lives on and was not disturbed; "
                + Circumstance(cut));
        }
    }

    private string Circumstance(Cut cut)
    {
        var lost = _interruptions.SlotLost(cut.Ended.Node, Names.SlotOfEffect(cut.Ended.Effect), cut.Ended.At);
        return lost is { } at && at <= cut.Ended.At + RunEndsWithin
            ? $"its slot was taken from the node at {Say.Time(at)}"
            : "its slot stayed there and its run did not end";
    }

    private sealed record Cut(EffectEnded Ended, int System, string Session);
}
