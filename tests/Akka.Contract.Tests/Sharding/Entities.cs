using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Akka.Contract.Tests.Sharding;

internal sealed record To(string Id, string Word);

internal sealed record StopIt
{
    public static readonly StopIt Instance = new();
}

internal sealed record Whereabouts(string Id, string Shard, string Node, int Heard);

/// <summary>Sees every start and stop of an entity in this process.</summary>
internal sealed class Witness
{
    private readonly ConcurrentDictionary<string, int> _alive = new();

    public ConcurrentQueue<string> Doubles { get; } = new();

    public int Started { get; private set; }

    public void Enter(string id)
    {
        if (_alive.AddOrUpdate(id, 1, (_, count) => count + 1) > 1)
            Doubles.Enqueue(id);
        Started++;
    }

    public int Alive(string id) => _alive.GetValueOrDefault(id);

    public void Exit(string id) => _alive.AddOrUpdate(id, 0, (_, count) => count - 1);
}

/// <summary>The first part of the id, up to a dot, is the shard.</summary>
internal sealed class DottedExtractor() : HashCodeMessageExtractor(100)
{
    public override string? EntityId(object message) => (message as To)?.Id;

    public override string ShardId(string entityId, object? messageHint = null) => entityId.Split('.')[0];
}

/// <summary>Answers with where it is, tells a listener what it hears, and stops when told to.</summary>
internal sealed class Entity : ReceiveActor
{
    private readonly Witness _witness;
    private readonly string _id;
    private int _heard;

    public Entity(string id, Witness witness, IActorRef listener)
    {
        _id = id;
        _witness = witness;
        Receive<To>(to => Answer(to.Word, listener));
        Receive<string>(word => Answer(word, listener));
        Receive<StopIt>(_ =>
        {
            listener.Tell("stopping");
            Context.Stop(Self);
        });
    }

    public static Func<string, Props> Factory(Witness witness, IActorRef? listener = null) =>
        id => Props.Create(() => new Entity(id, witness, listener ?? ActorRefs.Nobody));

    protected override void PreStart() => _witness.Enter(_id);

    protected override void PostStop() => _witness.Exit(_id);

    private void Answer(string word, IActorRef listener)
    {
        _heard++;
        switch (word)
        {
            case "where":
                var address = Akka.Cluster.Cluster.Get(Context.System).SelfAddress.ToString();
                Sender.Tell(new Whereabouts(Self.Path.Name, Context.Parent.Path.Name, address, _heard));
                break;
            case "passivate":
                Context.Parent.Tell(new Passivate(StopIt.Instance));
                break;
            default:
                listener.Tell(word);
                break;
        }
    }
}
