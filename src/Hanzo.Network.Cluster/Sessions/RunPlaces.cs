using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Capacity;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>The places of one node for runs that call a model; sessions of all threads come here.</summary>
/// <param name="capacity">Asked once, when the first run comes.</param>
internal sealed class RunPlaces(Func<int> capacity)
{
    /// <summary>Runs that may wait for a place before the node refuses new ones; what began meanwhile still comes in.</summary>
    public const int MaxWaiting = 10_000;

    private readonly Lock _lock = new();
    private RunGate<RunPlace>? _gate;
    private int _waiting;

    /// <summary>Runs that wait for a place.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Of a new run; null: it may come.</summary>
    public Refusal? WhyNot(string node) => Waiting < MaxWaiting
        ? null
        : new Refusal(
            NetworkError.TooManyQueued,
            string.Create(
                CultureInfo.InvariantCulture,
                $"node '{node}' has {MaxWaiting} runs waiting for its capacity, the most it may have; try again later."));

    /// <returns>True when the run has the place now; else it is told when it gets it.</returns>
    public bool Enter(RunPlace place)
    {
        lock (_lock)
        {
            _gate ??= new RunGate<RunPlace>(capacity());
            var entered = _gate.Enter(place);
            Volatile.Write(ref _waiting, _gate.Waiting);
            return entered;
        }
    }

    /// <summary>Gives back the place, or ends the wait for it; the next one is told.</summary>
    public void Leave(RunPlace place)
    {
        RunPlace? next;
        lock (_lock)
        {
            next = _gate?.Leave(place);
            Volatile.Write(ref _waiting, _gate?.Waiting ?? 0);
        }

        next?.Session.Tell(new PlaceGranted(next), next.Session);
    }
}
