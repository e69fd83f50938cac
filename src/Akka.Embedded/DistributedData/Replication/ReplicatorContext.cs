using Akka.Cluster;
using Akka.DistributedData;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Replication;

/// <summary>What the parts of one replicator share.</summary>
internal sealed class ReplicatorContext(
    UniqueAddress self, ReplicatorSettings settings, TimeProvider time, RandomSource random, IDataCodec codec)
{
    private List<ReplicatorEffect> _effects = [];
    private List<ReplicatorEffect> _taken = [];

    public UniqueAddress Self => self;

    public ReplicatorSettings Settings => settings;

    public TimeProvider Time => time;

    public RandomSource Random => random;

    public IDataCodec Codec => codec;

    public void Send(UniqueAddress to, ReplicationMessage message) => _effects.Add(new ReplicatorEffect.Send(to, message));

    public void Tell(Akka.Actor.IActorRef to, object message) => _effects.Add(new ReplicatorEffect.Tell(to, message));

    public void Remind(Reminder of, TimeSpan after, long round = 0) => _effects.Add(new ReplicatorEffect.Remind(of, after, round));

    public void Report(Severity severity, string text) => _effects.Add(new ReplicatorEffect.Report(severity, text));

    /// <summary>What is to be done since this was called last. Valid until the next call.</summary>
    public IReadOnlyList<ReplicatorEffect> TakeEffects()
    {
        (_effects, _taken) = (_taken, _effects);
        _effects.Clear();
        return _taken;
    }
}
