namespace Akka.Actor;

/// <summary>What runs when all actors have ended, the last registered first.</summary>
internal sealed class TerminationCallbacks
{
    private readonly Lock _gate = new();
    private readonly Stack<Action> _callbacks = new();
    private readonly TaskCompletionSource _completion = new();
    private bool _closed;

    public TerminationCallbacks(Task actorsEnded, Action last)
    {
        _callbacks.Push(last);
        actorsEnded.ContinueWith(
            _ => RunAll(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public Task Completion => _completion.Task;

    public void Add(Action callback)
    {
        lock (_gate)
        {
            if (_closed)
                throw new InvalidOperationException("ActorSystem already terminated.");
            _callbacks.Push(callback);
        }
    }

    private void RunAll()
    {
        var failures = new List<Exception>();
        while (TryTake(out var callback))
        {
            try
            {
                callback();
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }
        if (failures.Count == 0)
            _completion.TrySetResult();
        else
            _completion.TrySetException(failures);
    }

    private bool TryTake(out Action callback)
    {
        lock (_gate)
        {
            _closed = !_callbacks.TryPop(out var found);
            callback = found!;
            return !_closed;
        }
    }
}
