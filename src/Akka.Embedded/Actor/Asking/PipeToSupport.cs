namespace Akka.Actor;

/// <summary>
/// Sends the outcome of a task as a message: its result or what <c>success</c> makes of it; a failure as <see cref="Status.Failure"/>
/// or what <c>failure</c> makes of it. The returned task never fails.
/// </summary>
public static class PipeToSupport
{
    public static Task PipeTo<T>(
        this Task<T> taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<T, object>? success = null,
        Func<Exception, object>? failure = null) =>
        Then(taskToPipe, ended =>
        {
            if (ended.IsCompletedSuccessfully)
                Send(recipient, sender, () => success is null ? ended.Result! : success(ended.Result));
            else
                SendFailure(recipient, sender, ended, failure);
        });

    public static Task PipeTo<T>(
        this ValueTask<T> taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<T, object>? success = null,
        Func<Exception, object>? failure = null) =>
        taskToPipe.AsTask().PipeTo(recipient, sender, success, failure);

    public static Task PipeTo(
        this Task taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<object>? success = null,
        Func<Exception, object>? failure = null) =>
        Then(taskToPipe, ended =>
        {
            if (!ended.IsCompletedSuccessfully)
                SendFailure(recipient, sender, ended, failure);
            else if (success is not null)
                Send(recipient, sender, success);
        });

    public static Task PipeTo(
        this ValueTask taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<object>? success = null,
        Func<Exception, object>? failure = null) =>
        taskToPipe.AsTask().PipeTo(recipient, sender, success, failure);

    private static Task Then<TTask>(TTask task, Action<TTask> action) where TTask : Task => task.ContinueWith(
        (ended, then) => ((Action<TTask>)then!)((TTask)ended),
        action, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static void Send(ICanTell recipient, IActorRef? sender, Func<object> message)
    {
        object outcome;
        try
        {
            outcome = message();
        }
        catch (Exception e)
        {
            outcome = new Status.Failure(e);
        }
        recipient.Tell(outcome, sender);
    }

    private static void SendFailure(ICanTell recipient, IActorRef? sender, Task ended, Func<Exception, object>? failure)
    {
        var cause = ended.Exception?.InnerExceptions is [var only] ? only : (Exception?)ended.Exception ?? new TaskCanceledException(ended);
        Send(recipient, sender, () => failure is null ? new Status.Failure(cause) : failure(cause));
    }
}
