using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>An append on its way to the store; its task ends when what it holds is durable, or is not going to be stored.</summary>
internal sealed class PendingAppend(string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, int bytes)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;
    private int _state;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;

    public string PersistenceId { get; } = persistenceId;
    public long ExpectedSequence { get; } = expectedSequence;
    public string Writer { get; } = writer;
    public IReadOnlyList<NewEvent> Events { get; } = events;
    public int Bytes { get; } = bytes;

    /// <summary>Why this append alone is not stored while its batch is.</summary>
    public Exception? Refusal { get; private set; }

    /// <summary>Its fate is sealed, whatever becomes of the rest of its batch.</summary>
    public bool IsDecided { get; private set; }

    /// <summary>Only until the writer has taken it: what is being written is seen through.</summary>
    public void CancelWith(CancellationToken token)
    {
        if (!token.CanBeCanceled) return;
        _token = token;
        _registration = token.UnsafeRegister(static state => ((PendingAppend)state!).Cancel(), this);
    }

    /// <returns>False when it was cancelled before.</returns>
    public bool TryTake()
    {
        if (Interlocked.CompareExchange(ref _state, Taken, Waiting) != Waiting) return false;
        _registration.Unregister();
        return true;
    }

    /// <summary>Compares what is stored with what the append builds on; a refusal is kept.</summary>
    /// <param name="end">The highest sequence number stored, 0 when there is none.</param>
    public bool Follows(long end)
    {
        Refusal = end == ExpectedSequence
            ? null
            : end > ExpectedSequence
                ? new EventStoreConflictException(PersistenceId, ExpectedSequence + 1)
                : AppendLimits.Gap(PersistenceId, ExpectedSequence, end);
        return Refusal is null;
    }

    /// <summary>The same, for good.</summary>
    public void Decide(long end)
    {
        Follows(end);
        IsDecided = true;
    }

    public void End()
    {
        if (Refusal is null) SetResult();
        else SetException(Refusal);
    }

    private void Cancel()
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting) SetCanceled(_token);
    }
}
