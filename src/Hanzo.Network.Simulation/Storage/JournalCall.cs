namespace Hanzo.Network.Simulation.Storage;

/// <summary>One call on its way to the journal's machine and back.</summary>
internal abstract class JournalCall
{
    /// <summary>The journal's machine lost its power while the call was at work there.</summary>
    public abstract void Lost();
}

/// <param name="work">At the journal's machine.</param>
/// <param name="ended">When the answer has come back: null, or why it failed.</param>
internal sealed class JournalCall<T>(
    EventStoreHandle handle, Func<EventLog, Task<T>> work, Action<Exception?>? ended, CancellationToken cancellation) : JournalCall
{
    private readonly TaskCompletionSource<T> _done = new();
    private readonly bool _isPatient = handle.Store.Random.Chance(handle.Store.Access.Patience);
    private CancellationTokenRegistration _cancelled;

    public Task<T> Task => _done.Task;

    public void Send()
    {
        _cancelled = cancellation.Register(() => _done.TrySetCanceled(cancellation));
        handle.Store.Time.After(handle.Store.Travel(), Arrive);
    }

    public override void Lost()
    {
        var lost = new IOException("the connection to the journal was lost; what became of the call is not known.");
        if (_isPatient) handle.Store.Wait(handle, () => ThroughOrAgain(() => Fail(lost)));
        else FailLater(lost);
    }

    private void Arrive()
    {
        if (handle.Store.LogFor(handle.Node) is { } log) _ = WorkAsync(log);
        else NotThrough(Arrive);
    }

    private async Task WorkAsync(EventLog log)
    {
        handle.Store.Begin(this);
        Action answer;
        try
        {
            var result = await work(log);
            answer = () => Answer(result);
        }
        catch (Exception failure)
        {
            answer = () => Fail(failure);
        }

        handle.Store.End(this);
        handle.Store.Time.After(handle.Store.Travel(), () => ThroughOrAgain(answer));
    }

    private void ThroughOrAgain(Action then)
    {
        if (handle.Store.LogFor(handle.Node) is not null) then();
        else NotThrough(() => ThroughOrAgain(then));
    }

    private void NotThrough(Action again)
    {
        if (_isPatient) handle.Store.Wait(handle, again);
        else FailLater(new IOException("the journal does not answer."));
    }

    private void FailLater(IOException failure) =>
        handle.Store.Time.After(handle.Store.Access.GivesUpAfter.Draw(handle.Store.Random), () => Fail(failure));

    private void Answer(T result)
    {
        if (handle.IsEnded || _done.Task.IsCompleted) return;
        ended?.Invoke(null);
        _cancelled.Unregister();
        _done.TrySetResult(result);
    }

    private void Fail(Exception failure)
    {
        if (handle.IsEnded || _done.Task.IsCompleted) return;
        ended?.Invoke(failure);
        _cancelled.Unregister();
        _done.TrySetException(failure);
    }
}
