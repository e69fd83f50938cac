namespace Akka.Actor;

/// <summary>An ask, whatever it is to be answered with.</summary>
internal abstract class AskRef(ActorRefProvider provider) : TempActorRef(provider)
{
    public abstract void Fail(Exception failure);
}

/// <summary>
/// Where the answer to one ask arrives. The task completes as a work item of the executor, so that what awaits it runs there and
/// never on the answering actor's turn.
/// </summary>
internal sealed class AskRef<T>(ActorRefProvider provider) : AskRef(provider), IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<T> _result = new();
    private AskLimits? _limits;
    private object? _outcome;

    public Task<T> Result => _result.Task;

    protected override bool IsOver => Volatile.Read(ref _outcome) is not null;

    public override void Tell(object message, IActorRef? sender)
    {
        if (!TryFinish(message ?? NullAnswer.Instance))
            Provider.DeadLettersRef.Accept(message!, sender, this);
    }

    /// <summary>Before the question is sent. A limit that is reached meanwhile fails the ask.</summary>
    /// <param name="timeout">Zero for none.</param>
    public void Limit(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _limits = new AskLimits(this);
        _limits.Start(timeout, cancellationToken);
        if (Volatile.Read(ref _outcome) is not null)
            _limits.Lift();
    }

    public override void Fail(Exception failure) => TryFinish(new Failed(failure));

    void IThreadPoolWorkItem.Execute()
    {
        switch (_outcome)
        {
            case Failed { Cause: OperationCanceledException canceled }:
                _result.TrySetCanceled(canceled.CancellationToken);
                break;
            case Failed failed:
                _result.TrySetException(failed.Cause);
                break;
            case NullAnswer:
                _result.TrySetResult(default!);
                break;
            default:
                SetAnswer(_outcome!);
                break;
        }
    }

    private bool TryFinish(object outcome)
    {
        if (Interlocked.CompareExchange(ref _outcome, outcome, null) is not null)
            return false;
        Unregister();
        _limits?.Lift();
        Provider.System.Executor.Execute(this);
        return true;
    }

    private void SetAnswer(object answer)
    {
        switch (answer)
        {
            case T expected:
                _result.TrySetResult(expected);
                break;
            case Status.Failure failure:
                _result.TrySetException(failure.Cause ?? Canceled());
                break;
#pragma warning disable CS0618 // answers of the older form are understood
            case Failure failure:
                _result.TrySetException(failure.Exception ?? Canceled());
                break;
#pragma warning restore CS0618
            default:
                _result.TrySetException(new ArgumentException(
                    $"Received message of type [{answer.GetType()}] - Ask expected message of type [{typeof(T)}]"));
                break;
        }
    }

    private static TaskCanceledException Canceled() => new("Task cancelled by actor via Failure message.");

    private sealed record Failed(Exception Cause);

    private sealed class NullAnswer
    {
        public static readonly NullAnswer Instance = new();
    }
}
