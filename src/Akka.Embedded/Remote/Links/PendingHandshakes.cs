namespace Akka.Embedded.Remoting;

/// <summary>
/// Connections that have not said yet who they are. Of one remote address, and in all, only so many: for one more, the oldest of its
/// address or of the address that has the most must go. So whoever speaks at once gets in, however many connect and stay silent.
/// </summary>
internal sealed class PendingHandshakes<T>(int max, int maxPerAddress) where T : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedList<T>> _byAddress = new(StringComparer.Ordinal);
    private int _count;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Who must make room for it; null: nobody.</summary>
    public T? Add(string address, T connection)
    {
        lock (_gate)
        {
            if (!_byAddress.TryGetValue(address, out var own))
            {
                _byAddress[address] = own = new LinkedList<T>();
            }

            own.AddLast(connection);
            _count++;
            return own.Count > maxPerAddress ? RemoveOldest(address, own) : _count > max ? RemoveOldestOfMost() : null;
        }
    }

    /// <summary>False: it had to make room before.</summary>
    public bool Remove(string address, T connection)
    {
        lock (_gate)
        {
            if (!_byAddress.TryGetValue(address, out var own) || !own.Remove(connection))
            {
                return false;
            }

            Removed(address, own);
            return true;
        }
    }

    private T RemoveOldestOfMost()
    {
        var (address, most) = _byAddress.OrderByDescending(a => a.Value.Count).ThenBy(a => a.Key, StringComparer.Ordinal).First();
        return RemoveOldest(address, most);
    }

    private T RemoveOldest(string address, LinkedList<T> of)
    {
        var oldest = of.First!.Value;
        of.RemoveFirst();
        Removed(address, of);
        return oldest;
    }

    private void Removed(string address, LinkedList<T> from)
    {
        _count--;
        if (from.Count == 0)
        {
            _byAddress.Remove(address);
        }
    }
}
