namespace Hanzo.Network.Cluster.Models;

/// <summary>The calls that have ended last, so that none is begun again by a message that was repeated or came late.</summary>
internal sealed class EndedCalls
{
    /// <summary>Calls remembered: of the fastest models, those of the last minute.</summary>
    public const int Most = 4096;

    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);

    public void Add(string call)
    {
        if (!_calls.Add(call)) return;
        _order.Enqueue(call);
        if (_order.Count > Most) _calls.Remove(_order.Dequeue());
    }

    public bool Contains(string call) => _calls.Contains(call);
}
