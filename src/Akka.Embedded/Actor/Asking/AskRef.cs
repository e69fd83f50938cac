using Akka.Embedded.Scheduling;

namespace Akka.Actor;

/// <summary>
/// Where the answer to one ask arrives. The task completes as a work item of the executor, so that what awaits it runs there and
/// never on the answering actor's turn.
/// </summary>
internal sealed class AskRef<T>(ActorRefProvider provider) : TempActorRef(provider), IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<T> _result = new();
    private AskTimer? _timer;
    private CancellationTokenRegistration _cancellation;
    private object? _answer;
    private Exception? _failure;
    private int _done;

    public Task<T> Result => _result.Task;

    public override void Tell(object message, IActorRef? sender)
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
        {
            Provider.DeadLettersRef.Accept(message, sender, this);
            return;
        }
        _answer = message;
        Finish();
    }

    public void TimeOutAfter(TimeSpan timeout)
    {
        var wheel = Provider.System.SchedulerImpl.Wheel;
        _timer = new AskTimer(this, timeout);
        wheel.Start(_timer, timeout);
        if (Volatile.Read(ref _done) != 0)
            wheel.Cancel(_timer);
    }

    public void CancelOn(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken.UnsafeRegister(
            static (ask, token) => ((AskRef<T>)ask!).Fail(new OperationCanceledException(token)), this);
        if (Volatile.Read(ref _done) != 0)
            _cancellation.Unregister();
    }

    void IThreadPoolWorkItem.Execute()
    {
        switch (_failure)
        {
            case null:
                SetAnswer();
                break;
            case OperationCanceledException canceled:
                _result.TrySetCanceled(canceled.CancellationToken);
                break;
            default:
                _result.TrySetException(_failure);
                break;
        }
    }

    private void Fail(Exception failure)
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
            return;
        _failure = failure;
        Finish();
    }

    private void Finish()
    {
        Unregister();
        if (_timer is not null)
            Provider.System.SchedulerImpl.Wheel.Cancel(_timer);
        _cancellation.Unregister();
        Provider.System.Executor.Execute(this);
    }

    private void SetAnswer()
    {
        switch (_answer)
        {
            case T answer:
                _result.TrySetResult(answer);
                break;
            case Status.Failure failure:
                _result.TrySetException(failure.Cause ?? Canceled());
                break;
#pragma warning disable CS0618 // answers of the older form are understood
            case Failure failure:
                _result.TrySetException(failure.Exception ?? Canceled());
                break;
#pragma warning restore CS0618
            case null:
                _result.TrySetResult(default!);
                break;
            default:
                _result.TrySetException(new ArgumentException(
                    $"Received message of type [{_answer.GetType()}] - Ask expected message of type [{typeof(T)}]"));
                break;
        }
    }

    private static TaskCanceledException Canceled() => new("Task cancelled by actor via Failure message.");

    private sealed class AskTimer(AskRef<T> ask, TimeSpan timeout) : WheelTimer
    {
        protected internal override void Fire() => ask.Fail(new AskTimeoutException($"Timeout after {timeout} seconds"));

        protected internal override void Abandoned() =>
            ask.Fail(new AskTimeoutException($"The actor system ended before there was an answer (timeout {timeout})"));
    }
}
