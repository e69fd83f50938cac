using Akka.Embedded.Runtime;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Above the root: sees it end, and the system with it.</summary>
internal sealed class RootSupervisor(ActorRefProvider provider, TaskCompletionSource terminated) : InternalActorRef
{
    public override ActorPath Path { get; } = provider.RootPath / "_Root-guardian-supervisor";

    public override ActorRefProvider Provider => provider;

    public override void Tell(object message, IActorRef? sender) => provider.DeadLettersRef.Accept(message, sender, this);

    public override void SendSystemMessage(SystemMessage message)
    {
        if (message is ChildFailed failed)
            failed.Child.Stop();
        else if (message is DeathWatchNotification)
            provider.System.Executor.Execute(new WorkItem(terminated.SetResult));
    }
}

/// <summary><c>/</c>: ends when <c>/system</c> has.</summary>
internal sealed class RootGuardianActor : UntypedActor
{
    private static readonly SupervisorStrategy StopAnyGuardian = new OneForOneStrategy(_ => Directive.Stop);

    protected override SupervisorStrategy SupervisorStrategy() => StopAnyGuardian;

    protected override void OnReceive(object message)
    {
        if (message is Terminated)
            Context.Stop(Self);
        else
            Unhandled(message);
    }
}

/// <summary><c>/user</c>: parent of the application's top actors.</summary>
internal sealed class UserGuardianActor : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is Terminated)
            Context.Stop(Self);
        else
            Unhandled(message);
    }

    // The top actors outlive a restart of their guardian.
    protected override void PreRestart(Exception reason, object message)
    {
    }
}

/// <summary><c>/system</c>: when the user's actors have ended, the network says goodbye and then the rest ends.</summary>
internal sealed class SystemGuardianActor(ActorRefProvider provider) : UntypedActor
{
    private static readonly object NetworkDown = new();

    protected override void PreStart() => Context.Watch(provider.Guardian);

    protected override void OnReceive(object message)
    {
        if (message is Terminated)
        {
            provider.ShutdownAsync().PipeTo(Self, Self, () => NetworkDown, cause => new Status.Failure(cause));
        }
        else if (message == NetworkDown)
        {
            Context.Stop(Self);
        }
        else if (message is Status.Failure failure)
        {
            Context.System.EventStream.Publish(
                new Error(failure.Cause, Self.Path.ToString(), GetType(), "The network did not shut down cleanly."));
            Context.Stop(Self);
        }
        else
        {
            Unhandled(message);
        }
    }

    protected override void PreRestart(Exception reason, object message)
    {
    }
}
