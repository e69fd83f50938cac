using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>
/// The messages of one actor and its turn on the executor. System messages have a stack of their own and go first; messages put
/// back are before the queue. A suspended actor is parked: its queue stays awake, so that messages do not wake it, but system
/// messages do.
/// </summary>
internal abstract class Mailbox : IThreadPoolWorkItem
{
    private static readonly SystemMessage SystemClosed = new SuspendActor();

    private SystemMessage? _system;
    private List<Envelope>? _putBack;
    private MessageQueue _queue;
    private short _suspensions;
    private byte _parked;
    private volatile bool _closed;

    /// <summary>How many messages one turn handles at most.</summary>
    protected abstract int Throughput { get; }

    protected bool IsSuspended => _suspensions > 0;

    public bool IsClosed => _closed;

    public void Post(object message, IActorRef? sender)
    {
        var added = _queue.Add(message, sender);
        if (added == Added.ToNone)
            Schedule();
        else if (added == Added.Refused)
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
                if (_queue.TryWake() || TryUnpark())
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
        if (envelopes.Count == 0)
            return;
        _putBack ??= new List<Envelope>(envelopes.Count);
        for (var i = envelopes.Count - 1; i >= 0; i--)
            _putBack.Add(envelopes[i]);
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
        while (TakePutBack(out var sender) is { } message)
            OnDeadLetter(message, sender);
        _queue.End(OnDeadLetter);
    }

    private void RunMessages()
    {
        for (var left = Throughput; left > 0 && !_closed && _suspensions == 0; left--)
        {
            IActorRef? sender;
            if ((_putBack is null ? _queue.Take(out sender) : TakePutBack(out sender)) is not { } message)
                return;
            Invoke(message, sender);
            if (Volatile.Read(ref _system) is not null)
                RunSystemMessages();
        }
    }

    private object? TakePutBack(out IActorRef? sender)
    {
        sender = null;
        if (_putBack is not { } putBack)
            return null;
        var envelope = putBack[^1];
        putBack.RemoveAt(putBack.Count - 1);
        if (putBack.Count == 0)
            _putBack = null;
        sender = envelope.Sender;
        return envelope.Message;
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
        if (_suspensions > 0)
            Park();
        else if (_putBack is not null || !_queue.TryRest())
            Schedule();
        else if (Volatile.Read(ref _system) is not null && _queue.TryWake())
            Schedule();
    }

    private void Park()
    {
        Interlocked.Exchange(ref _parked, 1);
        if (Volatile.Read(ref _system) is not null && TryUnpark())
            Schedule();
    }

    private bool TryUnpark() => Volatile.Read(ref _parked) != 0 && Interlocked.Exchange(ref _parked, 0) != 0;

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
