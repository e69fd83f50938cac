using Hanzo.Network.Capacity;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>The places of one node for runs with calls under way; sessions of all threads come here.</summary>
/// <param name="capacity">Asked once, when the first run comes.</param>
internal sealed class RunPlaces(Func<int> capacity)
{
    private readonly Lock _lock = new();
    private RunGate<RunPlace>? _gate;
    private int _waiting;

    /// <summary>Runs whose calls wait for a place.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

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
