namespace Hanzo.Network.Capacity;

/// <summary>
/// Who may call a model on a node: at most <paramref name="capacity"/> at once; the others wait, and get a place in the
/// order in which they came. Not for several threads at once.
/// </summary>
/// <param name="capacity">At least 1.</param>
public sealed class RunGate<T>(int capacity)
    where T : class
{
    private readonly HashSet<T> _holders = new(ReferenceEqualityComparer.Instance);
    private readonly LinkedList<T> _waiting = [];
    private readonly Dictionary<T, LinkedListNode<T>> _waits = new(ReferenceEqualityComparer.Instance);

    public int Capacity { get; } = capacity >= 1
        ? capacity
        : throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "a node runs at least 1 run at once.");

    public int Held => _holders.Count;

    public int Waiting => _waiting.Count;

    /// <returns>True when it has a place now, false when it waits.</returns>
    /// <exception cref="InvalidOperationException">It has a place or waits already.</exception>
    public bool Enter(T who)
    {
        if (_holders.Contains(who) || _waits.ContainsKey(who)) throw new InvalidOperationException("who is in cannot enter again.");
        if (_holders.Count < Capacity)
        {
            _holders.Add(who);
            return true;
        }

        _waits[who] = _waiting.AddLast(who);
        return false;
    }

    /// <summary>Gives back the place or ends the wait; one who is not in changes nothing.</summary>
    /// <returns>Who has the place now; null: nobody has got one.</returns>
    public T? Leave(T who)
    {
        if (_waits.Remove(who, out var wait)) _waiting.Remove(wait);
        if (!_holders.Remove(who) || _waiting.First is not { Value: var next }) return null;
        _waiting.RemoveFirst();
        _waits.Remove(next);
        _holders.Add(next);
        return next;
    }
}
