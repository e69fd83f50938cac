using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Embedded.Cells;
using Akka.Event;

namespace Akka.Embedded.Sharding.Regions;

/// <summary>The parent of the entities of one shard: starts them, passivates them, and stops them all when the shard moves.</summary>
internal sealed class Shard : ActorBase
{
    private readonly RegionSettings _settings;
    private readonly Dictionary<string, Entity> _entities = new(StringComparer.Ordinal);
    private readonly HashSet<string> _passivating = new(StringComparer.Ordinal);
    private readonly ShardBuffers _buffers;
    private readonly ILoggingAdapter _log;
    private ICancelable? _timer;
    private int _round;
    private bool _handingOff;

    public Shard(RegionSettings settings)
    {
        _settings = settings;
        _buffers = new ShardBuffers(settings.Sharding.TuningParameters.BufferSize);
        _log = Context.GetLogger();
    }

    /// <summary>The name of an entity's actor; it may not have all the characters that an id may.</summary>
    public static string NameOf(string id) => Uri.EscapeDataString(id);

    public static string IdOf(string name) => Uri.UnescapeDataString(name);

    protected override void PreStart()
    {
        if (!_settings.Sharding.PassivatesIdleEntities)
            return;
        // Two rounds without a message make an entity idle.
        var round = _settings.Sharding.PassivateIdleEntityAfter / 2;
        _timer = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(round, round, Self, RoundOver.Instance, Self);
    }

    protected override void PostStop() => _timer?.Cancel();

    protected override SupervisorStrategy SupervisorStrategy() => new EntitySupervision(this);

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Passivate passivate:
                BeginPassivation(IdOf(Sender.Path.Name), passivate.StopMessage);
                break;
            case RoundOver:
                PassivateIdle();
                break;
            case HandOffEntities:
                HandOff();
                break;
            case HandOffOverdue:
                StopHard();
                break;
            case GetEntities:
                Sender.Tell(new Entities(IdOf(Self.Path.Name), [.. _entities.Keys]));
                break;
            default:
                Deliver(message, Sender);
                break;
        }

        return true;
    }

    private void Deliver(object message, IActorRef sender)
    {
        if (_handingOff)
        {
            Context.Parent.Tell(message, sender);
            return;
        }

        if (_settings.Extractor.EntityId(message, _log) is not { } id || !_settings.Extractor.TryUnwrap(message, out var content, _log))
        {
            Unhandled(message);
            return;
        }

        if (_passivating.Count > 0 && _passivating.Contains(id))
        {
            Hold(id, message, sender);
            return;
        }

        ref var entity = ref CollectionsMarshal.GetValueRefOrAddDefault(_entities, id, out var known);
        entity.LastRound = _round;
        if (!known)
            entity.Ref = Start(id);
        entity.Ref.Tell(content, sender);
        if (!known && entity.Ref is DeadLetterActorRef)
            _entities.Remove(id);
    }

    // What the user's factory throws costs what is sent to this entity, not the shard.
    private IActorRef Start(string id)
    {
        try
        {
            return Context.ActorOf(_settings.EntityProps(id), NameOf(id));
        }
        catch (Exception cause)
        {
            _log.Error(cause, "Entity {0} of {1} cannot be made: {2}", id, _settings.TypeName, cause.Message);
            return Context.System.DeadLetters;
        }
    }

    private void Hold(string id, object message, IActorRef sender)
    {
        if (_buffers.TryAdd(id, message, sender))
            return;
        _log.Warning("{0} messages wait for passivating entities of shard {1}; one more is dropped.", _buffers.Count, Self.Path.Name);
        Context.System.DeadLetters.Tell(message, sender);
    }

    private void BeginPassivation(string id, object stopMessage)
    {
        if (!_handingOff && _entities.TryGetValue(id, out var entity) && entity.Ref.Equals(Sender) && _passivating.Add(id))
            entity.Ref.Tell(stopMessage, Self);
    }

    private void PassivateIdle()
    {
        _round++;
        if (_handingOff)
            return;
        foreach (var (id, entity) in _entities)
        {
            if (_round - entity.LastRound > 2 && _passivating.Add(id))
                entity.Ref.Tell(_settings.StopMessage, Self);
        }
    }

    private void Ended(IActorRef actor)
    {
        var id = IdOf(actor.Path.Name);
        if (!_entities.TryGetValue(id, out var entity) || !entity.Ref.Equals(actor))
            return;
        _entities.Remove(id);
        _passivating.Remove(id);
        foreach (var waiting in _buffers.Take(id))
            Deliver(waiting.Message, waiting.Sender);
        if (_handingOff && _entities.Count == 0)
            Context.Stop(Self);
    }

    private void HandOff()
    {
        if (_handingOff)
            return;
        _handingOff = true;
        if (_entities.Count == 0)
        {
            Context.Stop(Self);
            return;
        }

        foreach (var (id, entity) in _entities)
        {
            if (!_passivating.Contains(id))
                entity.Ref.Tell(_settings.StopMessage, Self);
        }

        _timer?.Cancel();
        var limit = _settings.Sharding.TuningParameters.HandOffTimeout;
        _timer = Context.System.Scheduler.ScheduleTellOnceCancelable(limit, Self, HandOffOverdue.Instance, Self);
    }

    private void StopHard()
    {
        _log.Warning("{0} entities of shard {1} have not stopped in time and are stopped hard.", _entities.Count, Self.Path.Name);
        foreach (var entity in _entities.Values)
            Context.Stop(entity.Ref);
    }

    private record struct Entity(IActorRef Ref, int LastRound);

    // The end of a child is told to its parent in any case; watching each entity would cost some hundred bytes more.
    private sealed class EntitySupervision(Shard shard) : OneForOneStrategy(DefaultDecider)
    {
        internal override void HandleChildTerminated(ActorCell parent, IActorRef child)
        {
            if (!parent.IsTerminating)
                shard.Ended(child);
        }
    }


    private sealed class RoundOver
    {
        public static readonly RoundOver Instance = new();
    }

    private sealed class HandOffOverdue
    {
        public static readonly HandOffOverdue Instance = new();
    }
}

internal sealed class HandOffEntities : INoSerializationVerificationNeeded
{
    public static readonly HandOffEntities Instance = new();
}

internal sealed class GetEntities : INoSerializationVerificationNeeded
{
    public static readonly GetEntities Instance = new();
}

internal sealed record Entities(string Shard, ImmutableArray<string> Ids) : INoSerializationVerificationNeeded;
