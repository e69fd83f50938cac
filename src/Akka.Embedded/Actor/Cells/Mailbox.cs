using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>
/// The queue of one actor and its turn on the executor. Producers push onto a stack whose top word is the scheduling state as well
/// (one compare-and-swap per message): null is idle, <see cref="Busy"/> at the bottom is scheduled or running, <see cref="Closed"/>
/// is the end. The running side takes the whole stack at once and turns it into first-in-first-out order. System messages have a
/// stack of their own and go first.
/// </summary>
internal abstract class Mailbox : IThreadPoolWorkItem
{
    private static readonly MessageNode Busy = new();
    private static readonly MessageNode Closed = new();
    private static readonly SystemMessage SystemClosed = new SuspendActor();

    private MessageNode? _incoming;
    private SystemMessage? _system;
    private MessageNode? _first;
    private MessageNode? _last;
    private int _suspensions;
    private volatile bool _closed;

    /// <summary>How many messages one turn handles at most.</summary>
    protected abstract int Throughput { get; }

    protected bool IsSuspended => _suspensions > 0;

    public bool IsClosed => _closed;

    public bool HasMessages => _first is not null || Volatile.Read(ref _incoming) is { } top && top != Busy && top != Closed;

    public void Post(object message, IActorRef? sender)
    {
        var node = MessageNodePool.Rent(message, sender);
        var top = Volatile.Read(ref _incoming);
        while (top != Closed)
        {
            node.Next = top;
            var seen = Interlocked.CompareExchange(ref _incoming, node, top);
            if (ReferenceEquals(seen, top))
            {
                if (top is null)
                    Schedule();
                return;
            }
            top = seen;
        }
        MessageNodePool.Return(node);
        OnDeadLetter(message, sender);
    }

    public void PostSystem(SystemMessage message)
    {
        var top = Volatile.Read(ref _system);
        while (top != SystemClosed)
        {
            message.Next = top;
            var seen = Interlocked.CompareExchange(ref _system, message, top);
            if (ReferenceEquals(seen, top))
            {
                if (Volatile.Read(ref _incoming) is null && Interlocked.CompareExchange(ref _incoming, Busy, null) is null)
                    Schedule();
                return;
            }
            top = seen;
        }
        OnDeadSystemMessage(message);
    }

    /// <summary>Puts messages before all that wait; only on the actor's own turn.</summary>
    public void Prepend(IReadOnlyList<Envelope> envelopes)
    {
        for (var i = envelopes.Count - 1; i >= 0; i--)
        {
            var node = MessageNodePool.Rent(envelopes[i].Message, envelopes[i].Sender);
            node.Next = _first;
            _first = node;
            _last ??= node;
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        var outer = BeginTurn();
        try
        {
            RunSystemMessages();
            RunMessages();
        }
        finally
        {
            EndTurn(outer);
        }
        if (!_closed)
            Release();
    }

    protected abstract void Schedule();

    /// <summary>Returns what <see cref="EndTurn"/> gets back.</summary>
    protected abstract object? BeginTurn();

    protected abstract void EndTurn(object? outer);

    protected abstract void Invoke(object message, IActorRef? sender);

    protected abstract void InvokeSystem(SystemMessage message);

    protected abstract void OnDeadLetter(object message, IActorRef? sender);

    protected abstract void OnDeadSystemMessage(SystemMessage message);

    protected void SuspendMessages() => _suspensions++;

    protected void ResumeMessages()
    {
        if (_suspensions > 0)
            _suspensions--;
    }

    /// <summary>No more turns: everything that waits, and all that comes later, is dead.</summary>
    protected void Close()
    {
        _closed = true;
        for (var dead = Reverse(Interlocked.Exchange(ref _system, SystemClosed)); dead is not null;)
        {
            var next = dead.Next;
            dead.Next = null;
            OnDeadSystemMessage(dead);
            dead = next;
        }
        Append(Interlocked.Exchange(ref _incoming, Closed));
        while (_first is { } node)
        {
            _first = node.Next;
            OnDeadLetter(node.Message!, node.Sender);
            MessageNodePool.Return(node);
        }
        _last = null;
    }

    private void RunMessages()
    {
        for (var left = Throughput; left > 0 && !_closed && _suspensions == 0; left--)
        {
            var node = _first;
            if (node is null)
            {
                if (Volatile.Read(ref _incoming) == Busy)
                    return;
                Append(Interlocked.Exchange(ref _incoming, Busy));
                node = _first!;
            }
            _first = node.Next;
            if (_first is null)
                _last = null;
            var message = node.Message!;
            var sender = node.Sender;
            MessageNodePool.Return(node);
            Invoke(message, sender);
            if (Volatile.Read(ref _system) is not null)
                RunSystemMessages();
        }
    }

    private void RunSystemMessages()
    {
        while (!_closed && Volatile.Read(ref _system) is not null)
        {
            var message = Reverse(Interlocked.Exchange(ref _system, null));
            while (message is not null)
            {
                var next = message.Next;
                message.Next = null;
                if (_closed)
                    OnDeadSystemMessage(message);
                else
                    InvokeSystem(message);
                message = next;
            }
        }
    }

    private void Release()
    {
        if (_first is not null && _suspensions == 0)
        {
            Schedule();
            return;
        }
        if (Interlocked.CompareExchange(ref _incoming, null, Busy) != Busy)
        {
            // Messages have come. A suspended actor takes them off the stack, so that the stack can show it idle.
            if (_suspensions > 0)
                Append(Interlocked.Exchange(ref _incoming, Busy));
            Schedule();
            return;
        }
        if (Volatile.Read(ref _system) is not null && Interlocked.CompareExchange(ref _incoming, Busy, null) is null)
            Schedule();
    }

    private void Append(MessageNode? stack)
    {
        MessageNode? first = null;
        var last = stack;
        while (stack is not null && stack != Busy)
        {
            var next = stack.Next;
            stack.Next = first;
            first = stack;
            stack = next;
        }
        if (first is null)
            return;
        if (_last is null)
            _first = first;
        else
            _last.Next = first;
        _last = last;
    }

    private static SystemMessage? Reverse(SystemMessage? stack)
    {
        SystemMessage? first = null;
        while (stack is not null)
        {
            var next = stack.Next;
            stack.Next = first;
            first = stack;
            stack = next;
        }
        return first;
    }
}
