using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>
/// Free message nodes: a list per thread, and shared chains through which a thread that only consumes feeds one that only produces.
/// </summary>
internal static class MessageNodePool
{
    /// <summary>Nodes that change hands at once.</summary>
    private const int ChainLength = 128;

    /// <summary>At most 512 × 128 nodes of 40 bytes (2.6 MB) wait in the shared chains.</summary>
    private const int MaxChains = 512;

    private static readonly ConcurrentStack<MessageNode> Chains = new();
    private static int _chainCount;

    [ThreadStatic]
    private static Local? _local;

    public static MessageNode Rent(object message, IActorRef? sender)
    {
        var local = _local ??= new Local();
        var node = local.Free ?? Refill(local);
        local.Free = node.Next;
        local.Count--;
        node.Message = message;
        node.Sender = sender;
        return node;
    }

    public static void Return(MessageNode node)
    {
        var local = _local ??= new Local();
        node.Message = null;
        node.Sender = null;
        if (local.Count >= 2 * ChainLength)
            GiveChain(local);
        node.Next = local.Free;
        local.Free = node;
        local.Count++;
    }

    private static MessageNode Refill(Local local)
    {
        if (Chains.TryPop(out var chain))
        {
            Interlocked.Decrement(ref _chainCount);
            local.Count = ChainLength;
            return chain;
        }
        local.Count = 1;
        return new MessageNode();
    }

    private static void GiveChain(Local local)
    {
        var first = local.Free!;
        var last = first;
        for (var i = 1; i < ChainLength; i++)
            last = last.Next!;
        local.Free = last.Next;
        local.Count -= ChainLength;
        last.Next = null;
        if (Interlocked.Increment(ref _chainCount) <= MaxChains)
            Chains.Push(first);
        else
            Interlocked.Decrement(ref _chainCount);
    }

    private sealed class Local
    {
        public MessageNode? Free;
        public int Count;
    }
}
