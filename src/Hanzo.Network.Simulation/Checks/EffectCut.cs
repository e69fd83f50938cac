namespace Hanzo.Network.Simulation.Checks;

/// <summary>An effect that was cut, and nothing known so far that would explain it.</summary>
internal sealed class EffectCut(EffectEnded ended, TimeSpan begun, int system, string session)
{
    public EffectEnded Ended { get; } = ended;

    public TimeSpan Begun { get; } = begun;

    /// <summary>The actor system that it was cut in, as its node counts them.</summary>
    public int System { get; } = system;

    public string Session { get; } = session;

    /// <summary>When the journal took the session's next event; null: not yet.</summary>
    public TimeSpan? NextStored { get; private set; }

    /// <summary>The run failed or was cancelled by what the journal took next.</summary>
    public bool RunEnded { get; private set; }

    public void See(EventStored stored, bool endsRun)
    {
        NextStored ??= stored.At;
        RunEnded |= endsRun && stored.At - NextStored <= EffectsAreCutOnlyWithReason.RunEndsWithin;
    }
}
