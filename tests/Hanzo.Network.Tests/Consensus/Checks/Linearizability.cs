using System.Collections.Immutable;

namespace Hanzo.Network.Tests.Consensus.Checks;

/// <summary>An operation on a store of four keys, as its client saw it. Values are 1 to 65535; 0 is a key that is not there.</summary>
/// <param name="If">All must hold: key and value.</param>
/// <param name="Then">Done if they do.</param>
/// <param name="Reads">Done anyway, before.</param>
internal sealed record StoreOperation(
    int Client, ImmutableArray<(int Key, int Value)> If, ImmutableArray<(int Key, int Value)> Then, ImmutableArray<int> Reads)
{
    public long Called { get; init; }

    /// <summary>Null: its client never heard of it; it may have happened at any time since, or not at all.</summary>
    public long? Returned { get; set; }

    public bool Held { get; set; }

    public ImmutableArray<int> Values { get; set; } = [];

    public override string ToString() =>
        $"client {Client} {Called}..{Returned} if [{string.Join(",", If)}] then [{string.Join(",", Then)}] "
        + $"→ {Held}, read [{string.Join(",", Reads)}] = [{string.Join(",", Values)}]";
}

/// <summary>
/// Whether a history of operations could be of one store: Wing and Gong 1993 with Lowe's memory of what was tried (2017), as Porcupine has
/// it. All keys together, since operations concern several.
/// </summary>
internal static class Linearizability
{
    private const int MaxOperations = 256;

    public static bool Holds(IReadOnlyList<StoreOperation> history)
    {
        if (history.Count > MaxOperations) throw new ArgumentException($"{history.Count} operations; at most {MaxOperations}.");
        var head = Events(history);
        var left = history.Count(operation => operation.Returned is not null);
        var tried = new HashSet<(ulong, ulong, ulong, ulong, ulong)>();
        var done = new Stack<(Event Call, ulong Store)>();
        Span<ulong> set = stackalloc ulong[MaxOperations / 64];
        ulong store = 0;
        for (var at = head.Next; left > 0;)
        {
            if (at is { IsCall: true })
            {
                var word = at.Index / 64;
                var bit = 1UL << at.Index;
                if (Step(store, history[at.Index]) is { } next)
                {
                    set[word] |= bit;
                    if (tried.Add((set[0], set[1], set[2], set[3], next)))
                    {
                        done.Push((at, store));
                        store = next;
                        if (history[at.Index].Returned is not null) left--;
                        at.Lift();
                        at = head.Next;
                        continue;
                    }
                    set[word] &= ~bit;
                }
                at = at.Next;
                continue;
            }
            if (!done.TryPop(out var last)) return false;
            set[last.Call.Index / 64] &= ~(1UL << last.Call.Index);
            store = last.Store;
            if (history[last.Call.Index].Returned is not null) left++;
            last.Call.Unlift();
            at = last.Call.Next;
        }
        return true;
    }

    private static ulong? Step(ulong store, StoreOperation operation)
    {
        var held = operation.If.All(compared => At(store, compared.Key) == compared.Value);
        if (operation.Returned is not null)
        {
            if (held != operation.Held) return null;
            for (var i = 0; i < operation.Reads.Length; i++)
                if (At(store, operation.Reads[i]) != operation.Values[i]) return null;
        }
        if (!held) return store;
        foreach (var (key, value) in operation.Then) store = (store & ~(0xFFFFUL << (key * 16))) | ((ulong)value << (key * 16));
        return store;
    }

    private static int At(ulong store, int key) => (int)((store >> (key * 16)) & 0xFFFF);

    private static Event Events(IReadOnlyList<StoreOperation> history)
    {
        var events = new List<(long Time, Event Event)>();
        for (var i = 0; i < history.Count; i++)
        {
            var call = new Event(i, true);
            events.Add((history[i].Called, call));
            if (history[i].Returned is not { } returned) continue;
            call.Return = new Event(i, false);
            events.Add((returned, call.Return));
        }
        var head = new Event(-1, false);
        var last = head;
        foreach (var (_, next) in events.OrderBy(found => found.Time))
        {
            last.Next = next;
            next.Previous = last;
            last = next;
        }
        return head;
    }

    private sealed class Event(int index, bool isCall)
    {
        public int Index { get; } = index;

        public bool IsCall { get; } = isCall;

        public Event? Next { get; set; }

        public Event? Previous { get; set; }

        public Event? Return { get; set; }

        public void Lift()
        {
            Unlink();
            Return?.Unlink();
        }

        public void Unlift()
        {
            Return?.Link();
            Link();
        }

        private void Unlink()
        {
            Previous!.Next = Next;
            if (Next is not null) Next.Previous = Previous;
        }

        private void Link()
        {
            Previous!.Next = this;
            if (Next is not null) Next.Previous = this;
        }
    }
}
