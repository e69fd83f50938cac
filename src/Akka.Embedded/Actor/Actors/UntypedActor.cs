using Akka.Embedded.Cells;

namespace Akka.Actor;

/// <summary>An actor with one handler for everything.</summary>
public abstract class UntypedActor : ActorBase
{
    protected static new IUntypedActorContext Context => (IUntypedActorContext)ActorBase.Context;

    protected override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    protected abstract void OnReceive(object message);

    protected void Become(UntypedReceive receive) => Context.Become(receive);

    protected void BecomeStacked(UntypedReceive receive) => Context.BecomeStacked(receive);

    /// <summary>Runs asynchronous work inside the actor: no other message is handled until it ends.</summary>
    protected void RunTask(Func<Task> action) => ((ActorCell)ActorBase.Context).RunTask(action);

    protected void RunTask(Action action) => RunTask(() =>
    {
        action();
        return Task.CompletedTask;
    });
}
