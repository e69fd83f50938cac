using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.Embedded.Replication;

namespace Akka.Embedded.Tests.DistributedData.Replication;

/// <summary>One replica of a <see cref="ReplicaWorld"/>, as its actor would carry it.</summary>
internal sealed class VirtualReplica
{
    private static readonly DataCodec Codec = new();
    private readonly ReplicaWorld _world;
    private readonly List<(DateTimeOffset At, ReplicatorEffect.Remind Of)> _reminders = [];

    public VirtualReplica(ReplicaWorld world, Member member, ReplicatorSettings settings)
    {
        (_world, Member) = (world, member);
        State = new ReplicatorState(member.UniqueAddress, settings, world.Time, world.Random, Codec);
    }

    public Member Member { get; }

    public UniqueAddress Node => Member.UniqueAddress;

    public ReplicatorState State { get; }

    /// <summary>Who asks the replica.</summary>
    public Asker Asker { get; } = new("asker");

    public List<ReplicatorEffect.Report> Reports { get; } = [];

    public bool IsDue => _reminders.Any(reminder => reminder.At <= _world.Time.GetUtcNow().AddSeconds(1));

    public void Apply(Member member) => Run(() => State.Apply(member));

    public void Receive(ReplicationMessage message) => Run(() => State.Receive(message));

    public void Gossip() => Run(State.GossipTick);

    public void Prune() => Run(State.PruningTick);

    public void Update<T>(IKey<T> key, T initial, Func<T, T> modify, IWriteConsistency? consistency = null)
        where T : IReplicatedData =>
        Run(() => State.Update(Dsl.Update(key, initial, consistency ?? WriteLocal.Instance, modify), Asker));

    public void Get<T>(IKey<T> key, IReadConsistency consistency)
        where T : IReplicatedData =>
        Run(() => State.Get(Dsl.Get(key, consistency), Asker));

    public T? Local<T>(IKey<T> key)
        where T : class, IReplicatedData
    {
        var reader = new Asker("reader");
        State.Get(Dsl.Get(key), reader);
        Execute();
        return reader.Told.ShouldHaveSingleItem() is GetSuccess found ? found.Get(key) : null;
    }

    public void RunDue()
    {
        var due = _reminders.Where(reminder => reminder.At <= _world.Time.GetUtcNow()).ToList();
        _reminders.RemoveAll(due.Contains);
        foreach (var (_, reminder) in due)
            Run(() => State.Due(reminder));
    }

    public void Run(Action step)
    {
        step();
        Execute();
    }

    public void Execute()
    {
        foreach (var effect in State.TakeEffects())
        {
            switch (effect)
            {
                case ReplicatorEffect.Send send:
                    _world.Send(send.To, send.Message);
                    break;
                case ReplicatorEffect.Tell tell:
                    tell.To.Tell(tell.Message, ActorRefs.NoSender);
                    break;
                case ReplicatorEffect.Remind remind:
                    _reminders.Add((_world.Time.GetUtcNow() + remind.After, remind));
                    break;
                case ReplicatorEffect.Report report:
                    Reports.Add(report);
                    break;
            }
        }
    }
}
