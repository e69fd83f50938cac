using System.Threading.Channels;
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>The test actor: puts everything it gets into the queue that the test reads.</summary>
internal sealed class CollectingActor(ChannelWriter<MessageEnvelope> queue) : ActorBase
{
    private readonly Dictionary<IActorRef, SupervisorStrategy> _strategies = [];
    private Func<object, bool>? _ignore;
    private AutoPilot? _pilot;

    protected override SupervisorStrategy SupervisorStrategy() => new DelegatingStrategy(_strategies);

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case SetIgnore ignore:
                _ignore = ignore.Ignore;
                return true;
            case SetAutoPilot pilot:
                _pilot = pilot.Pilot;
                return true;
            case WatchFor watch:
                Context.Watch(watch.Subject);
                Sender.Tell(Done.Instance);
                return true;
            case UnwatchFor unwatch:
                Context.Unwatch(unwatch.Subject);
                Sender.Tell(Done.Instance);
                return true;
            case Spawn spawn:
                Sender.Tell(StartChild(spawn));
                return true;
        }
        var sender = Sender;
        if (_pilot is not null && _pilot.Run(sender, message) is { } next and not KeepRunning)
            _pilot = next;
        if (_ignore is null || !_ignore(message))
            queue.TryWrite(new RealMessageEnvelope(message, sender));
        return true;
    }

    private IActorRef StartChild(Spawn spawn)
    {
        var child = Context.ActorOf(spawn.Props, spawn.Name);
        if (spawn.Strategy is not null)
            _strategies[child] = spawn.Strategy;
        return child;
    }

    internal sealed record SetIgnore(Func<object, bool>? Ignore) : INoSerializationVerificationNeeded;

    internal sealed record SetAutoPilot(AutoPilot Pilot) : INoSerializationVerificationNeeded;

    internal sealed record WatchFor(IActorRef Subject) : INoSerializationVerificationNeeded;

    internal sealed record UnwatchFor(IActorRef Subject) : INoSerializationVerificationNeeded;

    internal sealed record Spawn(Props Props, string? Name, SupervisorStrategy? Strategy) : INoSerializationVerificationNeeded;

    /// <summary>Each child by its own strategy.</summary>
    private sealed class DelegatingStrategy(Dictionary<IActorRef, SupervisorStrategy> strategies)
        : OneForOneStrategy(DefaultDecider)
    {
        protected override Directive Handle(IActorRef child, Exception exception) =>
            strategies.GetValueOrDefault(child, DefaultStrategy).Decider.Decide(exception);
    }
}
