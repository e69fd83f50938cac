using Akka.Actor;

namespace Akka.Event;

/// <summary>Logs dead letters, as many as <c>akka.log-dead-letters</c> says.</summary>
public class DeadLetterListener : ActorBase
{
    private readonly int _limit = Context.System.Settings.LogDeadLetters;
    private readonly bool _duringShutdown = Context.System.Settings.LogDeadLettersDuringShutdown;
    private int _count;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        Context.System.EventStream.Subscribe(Self, typeof(StopLoggingDeadLetters));
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override bool Receive(object message)
    {
        if (message is StopLoggingDeadLetters)
        {
            if (!_duringShutdown)
                Context.Stop(Self);
            return true;
        }
        if (message is not DeadLetter letter)
            return false;
        _count++;
        var last = _count >= _limit;
        Context.System.EventStream.Publish(new Info(letter.Recipient.Path.ToString(), letter.Recipient.GetType(), Describe(letter, last)));
        if (last)
            Context.Stop(Self);
        return true;
    }

    private string Describe(DeadLetter letter, bool last) =>
        $"Message [{letter.Message.GetType().Name}] from {letter.Sender} to {letter.Recipient} was not delivered. "
        + $"[{_count}] dead letters encountered{(last ? ", no more dead letters will be logged" : "")}. "
        + "See 'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'.";
}

/// <summary>The system ends: what is undeliverable now is expected.</summary>
internal sealed class StopLoggingDeadLetters
{
    public static readonly StopLoggingDeadLetters Instance = new();
}
