using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// An effect is begun once, and once more for each question that a person has said yes to. One that may be repeated (a model call, an
/// idempotent tool) is begun again only when its outcome may be unknown: the process that began it ended or replaced its actor system,
/// was or had lately been paused or cut off, lost the slot, or could not record the outcome; or by a process that was itself paused or
/// cut off, and acts late on what the journal had told it before another one took over: the journal fences what it records, not what it
/// does. Two of them are never under way at once in two processes that run, hear each other and are members to each other.
/// </summary>
internal sealed class NoEffectTwice() : Checker("no effect twice")
{
    private readonly NetworkPicture _picture = new();
    private readonly Interruptions _interruptions = new();
    private readonly Dictionary<string, Call> _calls = new(StringComparer.Ordinal);
    private readonly HashSet<(string Effect, string Question)> _allowed = [];

    public override void See(Observation observation)
    {
        switch (observation)
        {
            case EffectStarted started:
                Judged();
                Start(started);
                break;
            case EffectEnded ended:
                End(ended);
                break;
            case EffectAllowed allowed:
                _allowed.Add((allowed.Effect, allowed.Question));
                break;
            default:
                _picture.See(observation);
                _interruptions.See(observation);
                break;
        }
    }

    private void End(EffectEnded ended)
    {
        if (_calls.TryGetValue(ended.Effect, out var call) && call.Node == ended.Node && call.Life == ended.Life) call.End = ended.How;
    }

    private void Start(EffectStarted started)
    {
        var process = _picture[started.Node];
        if (_calls.TryGetValue(started.Effect, out var before))
        {
            var mayRepeat = Policies.MayRepeat(started.Policy);
            if (!mayRepeat && before.Repeated >= _allowed.Count(allowed => allowed.Effect == started.Effect))
                Break(started.At, $"effect {started.Effect} ({started.Policy}) was begun by {before.Text} and again by {process.Text}");
            else if (before.End is null && IsUnderWay(before, process))
                Break(started.At, $"effect {started.Effect} ({started.Policy}) was begun by {before.Text} and is under way; "
                    + $"{process.Text} began it as well, though both run, hear each other and are members to each other");
            else if (mayRepeat && before.End is not null and not EffectEnd.Cut
                && !IsOutcomeDoubtful(before) && !process.WasDisturbed(before.At))
                Break(started.At, $"effect {started.Effect} ({started.Policy}) was begun by {before.Text}, ended as {before.End}, and was "
                    + $"begun again by {process.Text}, though nothing had happened to the first");
        }

        _calls[started.Effect] = new Call(started.Effect, started.Node, started.Life, process.System, started.At)
        {
            Repeated = before?.Repeated + 1 ?? 0,
        };
    }

    private bool IsUnderWay(Call before, ProcessPicture now)
    {
        var then = _picture[before.Node];
        if (!IsStillThere(before, then)) return false;
        return then == now || _picture.AreInOneMembership(then, now);
    }

    private bool IsOutcomeDoubtful(Call before)
    {
        var then = _picture[before.Node];
        return !IsStillThere(before, then)
            || then.WasDisturbed(before.At - EffectsAreCutOnlyWithReason.Aftermath)
            || _interruptions.SlotLost(before.Node, Names.SlotOfEffect(before.Effect), before.At) is not null
            || _interruptions.WriterStopped(before.Node, Names.SessionOfEffect(before.Effect), before.At) is not null;
    }

    private static bool IsStillThere(Call call, ProcessPicture then) =>
        then.HasSystem && then.Life == call.Life && then.System == call.System;

    private sealed class Call(string effect, int node, int life, int system, TimeSpan at)
    {
        public string Effect { get; } = effect;
        public int Node { get; } = node;
        public int Life { get; } = life;
        public int System { get; } = system;
        public TimeSpan At { get; } = at;

        public int Repeated { get; init; }

        /// <summary>Null while it is under way.</summary>
        public EffectEnd? End { get; set; }

        public string Text => $"{Say.Process(Node, Life)} at {Say.Time(At)}";
    }
}
