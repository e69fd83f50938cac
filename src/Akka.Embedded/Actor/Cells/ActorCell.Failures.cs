using System.Runtime.ExceptionServices;
using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Cells;

/// <summary>Failures up to the parent, decisions down to the children, and asynchronous handlers.</summary>
internal sealed partial class ActorCell
{
    private IActorRef? _perpetrator;

    private Type ActorType => _actor?.GetType() ?? Props.Type;

    /// <summary>
    /// Runs a handler that may await: no other message is taken until it ends; its continuations run on the actor's turns.
    /// </summary>
    public void RunTask(Func<Task> work)
    {
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new ActorSynchronizationContext(this));
        Task task;
        try
        {
            task = work();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }
        if (task.IsCompleted)
        {
            task.GetAwaiter().GetResult();
            return;
        }
        SuspendMessages();
        _pendingTask = task;
        task.ContinueWith(
            static (ended, cell) => ((ActorCell)cell!).PostSystem(new TaskEnded(ended)),
            this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Continue(RunContinuation continuation)
    {
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new ActorSynchronizationContext(this));
        try
        {
            continuation.Callback(continuation.State);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }
    }

    private void EndTask(TaskEnded ended)
    {
        if (!ReferenceEquals(ended.Task, _pendingTask))
            return;
        _pendingTask = null;
        ResumeMessages();
        ended.Task.GetAwaiter().GetResult();
        ForgetMessage();
    }

    private void HandleInvokeFailure(Exception cause, IActorRef? failedChild = null, IReadOnlyCollection<IActorRef>? survivors = null)
    {
        if (_perpetrator is not null || IsClosed)
        {
            Report(new Error(cause, _self.Path.ToString(), ActorType, "A failure while an earlier one is being handled."));
            return;
        }
        try
        {
            SuspendMessages();
            _perpetrator = failedChild ?? _self;
            SuspendChildren(failedChild is null ? survivors : [failedChild]);
            _parent.SendSystemMessage(new ChildFailed(_self, cause, _self.Path.Uid));
        }
        catch (Exception inner)
        {
            Report(new Error(inner, _self.Path.ToString(), ActorType, $"Emergency stop: exception in failure handling for {cause}"));
            foreach (var child in ChildRefs)
                Stop(child);
            FinishTerminate();
        }
    }

    private void HandleFailed(ChildFailed failed)
    {
        if (_children is null || !_children.TryGet(failed.Child.Path.Name, out var child) || !child.Equals(failed.Child))
        {
            Report(new Debug(_self.Path.ToString(), ActorType, $"Dropping {failed} from unknown child."));
            return;
        }
        var message = CurrentMessage;
        var sender = _sender;
        CurrentMessage = failed;
        _sender = failed.Child;
        if (!_actor!.Strategy.HandleFailure(this, child, failed.Cause, _children))
            ExceptionDispatchInfo.Throw(failed.Cause);
        CurrentMessage = message;
        _sender = sender;
    }

    private void Recreate(Exception cause)
    {
        if (_actor is not { } failed)
        {
            RecreateNeverCreated();
            return;
        }
        var message = CurrentMessage;
        try
        {
            CancelTimers(failed);
            failed.AroundPreRestart(cause, message!);
            (failed as IActorStash)?.Stash?.UnstashAll();
        }
        catch (Exception inner)
        {
            var wrapped = new PreRestartException(_self, inner, cause, message);
            Report(new Error(wrapped, _self.Path.ToString(), ActorType, inner.Message));
        }
        ClearActor();
        if (_children is null || !_children.WaitForDying(WaitReason.Recreation, cause))
            FinishRecreate(cause);
    }

    private void RecreateNeverCreated()
    {
        StopReceiveTimeout();
        foreach (var child in ChildRefs)
            Stop(child);
        if (_children is null || !_children.WaitForDying(WaitReason.Creation))
            FinishCreate();
    }

    private void FinishCreate()
    {
        ResumeMessages();
        _perpetrator = null;
        try
        {
            Create();
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause);
        }
    }

    private void FinishRecreate(Exception cause)
    {
        var survivors = ChildRefs;
        try
        {
            AbandonTask();
            ResumeMessages();
            _perpetrator = null;
            _actor = NewActor();
            _actor.AroundPostRestart(cause, null!);
            foreach (var child in survivors)
                InternalActorRef.Of(child).Restart(cause);
        }
        catch (Exception inner)
        {
            ClearActor();
            HandleInvokeFailure(new PostRestartException(_self, inner, cause), null, survivors);
        }
    }

    private void ResumeAfter(Exception? causedByFailure)
    {
        if (_actor is null)
        {
            RecreateNeverCreated();
            return;
        }
        var perpetrator = _perpetrator;
        ResumeMessages();
        if (causedByFailure is not null)
        {
            _perpetrator = null;
            if (_pendingTask is null)
                ForgetMessage();
        }
        foreach (var child in ChildRefs)
            InternalActorRef.Of(child).Resume(child.Equals(perpetrator) ? causedByFailure : null);
    }

    private void SuspendChildren(IReadOnlyCollection<IActorRef>? except)
    {
        foreach (var child in ChildRefs)
        {
            if (except is null || !except.Contains(child))
                InternalActorRef.Of(child).Suspend();
        }
    }

    private void HandleChildTerminated(IActorRef child)
    {
        var waitedFor = _children!.Remove(child);
        try
        {
            _actor?.Strategy.HandleChildTerminated(this, child);
        }
        catch (Exception cause)
        {
            Report(new Error(cause, _self.Path.ToString(), ActorType, "HandleChildTerminated failed"));
            HandleInvokeFailure(cause);
        }
        switch (waitedFor)
        {
            case WaitReason.Creation:
                FinishCreate();
                break;
            case WaitReason.Recreation:
                FinishRecreate(_children.RecreationCause!);
                break;
            case WaitReason.Termination:
                FinishTerminate();
                break;
        }
    }

    private void AbandonTask()
    {
        if (_pendingTask is null)
            return;
        _pendingTask = null;
        ResumeMessages();
    }

    private static void CancelTimers(ActorBase actor) => (actor as IWithTimers)?.Timers?.CancelAll();

    private void Report(LogEvent entry) => SystemImpl.EventStream.Publish(entry);
}

/// <summary>The task of an asynchronous handler is over.</summary>
internal sealed class TaskEnded(Task task) : SystemMessage
{
    public Task Task { get; } = task;
}
