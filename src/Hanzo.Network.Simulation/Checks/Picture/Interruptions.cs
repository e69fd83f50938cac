using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Checks.Picture;

/// <summary>When nodes lost slots, when hand-offs cut them, and when writers of sessions were stopped by their journal.</summary>
internal sealed class Interruptions
{
    private readonly Dictionary<(int Node, string Slot), TimeSpan> _lost = [];
    private readonly Dictionary<int, ImmutableArray<string>> _held = [];
    private readonly Dictionary<(int Node, string Session), TimeSpan> _stopped = [];
    private readonly Dictionary<(int Node, string Slot), TimeSpan> _cut = [];
    private readonly Dictionary<int, TimeSpan> _jumped = [];

    public void See(Observation observation)
    {
        switch (observation)
        {
            case SlotsHeld held:
                foreach (var slot in _held.GetValueOrDefault(held.Node, []))
                    if (held.Slots.BinarySearch(slot, StringComparer.Ordinal) < 0) _lost[(held.Node, slot)] = held.At;
                _held[held.Node] = held.Slots;
                break;
            case WriterStopped stopped:
                _stopped[(stopped.Node, stopped.PersistenceId)] = stopped.At;
                break;
            case ClockJumped jumped:
                _jumped[jumped.Node] = jumped.At;
                break;
            case HandOffCut cut:
                _cut[(cut.Node, cut.Slot)] = cut.At;
                break;
        }
    }

    /// <summary>Null: not from <paramref name="since"/> on.</summary>
    public TimeSpan? SlotLost(int node, string slot, TimeSpan since) => Since(_lost, (node, slot), since);

    /// <summary>Null: not from <paramref name="since"/> on.</summary>
    public TimeSpan? WriterStopped(int node, string session, TimeSpan since) => Since(_stopped, (node, session), since);

    /// <summary>Null: not from <paramref name="since"/> on.</summary>
    public TimeSpan? HandOffCut(int node, string slot, TimeSpan since) => Since(_cut, (node, slot), since);

    /// <summary>Null: not from <paramref name="since"/> on.</summary>
    public TimeSpan? ClockJumped(int node, TimeSpan since) => Since(_jumped, node, since);

    private static TimeSpan? Since<T>(Dictionary<T, TimeSpan> times, T key, TimeSpan since)
        where T : notnull => times.TryGetValue(key, out var at) && at >= since ? at : null;
}
