using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>
/// What this process has dispatched and the network, as told, does not show yet: runs that a node's load does not count, without
/// which a burst would go where it was quiet a second ago, and slots given to one session each. Immutable.
/// </summary>
internal sealed record Dispatched
{
    /// <summary>A run is on its way to its node, or the node is about to tell its load, for so long.</summary>
    public static readonly TimeSpan UnderWay = TimeSpan.FromMilliseconds(250);

    /// <summary>A node that has not told another load by then has done what it was sent; a slot without an owner is free again.</summary>
    public static readonly TimeSpan ForgottenAfter = TimeSpan.FromSeconds(5);

    /// <summary>Further ones count no more: the node is beyond comparison.</summary>
    public const int MaxPerNode = 10_000;

    public static readonly Dispatched None = new();

    private ImmutableSortedDictionary<string, Sent> ByNode { get; init; } =
        ImmutableSortedDictionary.Create<string, Sent>(StringComparer.Ordinal);

    /// <summary>Slots of sessions that have one for themselves, the oldest first.</summary>
    private ImmutableQueue<(SlotId Slot, string Node, TimeSpan At)> Slots { get; init; } = [];

    /// <param name="load">As the node told it last: another one than before counts what was sent, but for the last moment.</param>
    /// <param name="now">Time since any fixed moment.</param>
    public int To(string node, NodeLoad load, TimeSpan now) =>
        ByNode.TryGetValue(node, out var sent) ? sent.At(load, now).Count : 0;

    /// <summary>The owners of slots, with those that have just been given.</summary>
    public IReadOnlyDictionary<SlotId, string> OwnersWith(IReadOnlyDictionary<SlotId, string> owners)
    {
        if (Slots.IsEmpty) return owners;
        var all = new Dictionary<SlotId, string>(owners);
        foreach (var (slot, node, _) in Slots) all.TryAdd(slot, node);
        return all;
    }

    /// <inheritdoc cref="To"/>
    public Dispatched With(Dispatch dispatch, NodeLoad load, TimeSpan now)
    {
        var sent = ByNode.TryGetValue(dispatch.Node, out var held) ? held.At(load, now) : new Sent(load, [], 0);
        return new Dispatched
        {
            ByNode = sent.Count >= MaxPerNode ? ByNode : ByNode.SetItem(dispatch.Node, sent.And(now)),
            Slots = dispatch.Slot.IsDedicated ? Slots.Enqueue((dispatch.Slot, dispatch.Node, now)) : Slots,
        };
    }

    /// <summary>Without what is forgotten by now.</summary>
    public Dispatched Until(TimeSpan now)
    {
        var (byNode, slots) = (ByNode, Slots);
        foreach (var (node, sent) in ByNode)
            if (sent.Last < now - ForgottenAfter) byNode = byNode.Remove(node);
        while (!slots.IsEmpty && slots.Peek().At < now - ForgottenAfter) slots = slots.Dequeue();
        return ReferenceEquals(byNode, ByNode) && ReferenceEquals(slots, Slots) ? this : new Dispatched { ByNode = byNode, Slots = slots };
    }

    private sealed record Sent(NodeLoad Load, ImmutableQueue<TimeSpan> Times, int Count)
    {
        public TimeSpan Last { get; init; }

        public Sent At(NodeLoad load, TimeSpan now)
        {
            var oldest = now - (ReferenceEquals(load, Load) ? ForgottenAfter : UnderWay);
            var (times, count) = (Times, Count);
            for (; count > 0 && times.Peek() < oldest; count--) times = times.Dequeue();
            return new Sent(load, times, count) { Last = Last };
        }

        public Sent And(TimeSpan now) => this with { Times = Times.Enqueue(now), Count = Count + 1, Last = now };
    }
}
