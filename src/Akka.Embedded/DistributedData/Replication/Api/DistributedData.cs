using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Replication;
using Akka.Event;

namespace Akka.DistributedData;

/// <summary>Data that every node of the cluster has a replica of, may change at any time, and merges with that of the others.</summary>
public class DistributedData : IExtension
{
    private readonly ActorSystem _system;
    private readonly ReplicatorSettings _settings;

    /// <exception cref="ConfigurationException">A setting under <c>akka.cluster.distributed-data</c> is not allowed.</exception>
    public DistributedData(ExtendedActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(DefaultConfig());
        _system = system;
        _settings = ReplicatorSettings.Create(system);
        Replicator = IsTerminated ? NoReplicator() : StartReplicator((ActorSystemImpl)system);
    }

    /// <summary>This node has no replicas: its cluster has ended, or it does not have the role.</summary>
    public bool IsTerminated
    {
        get
        {
            var cluster = Akka.Cluster.Cluster.Get(_system);
            return cluster.IsTerminated || (_settings.Role.Length > 0 && !cluster.SelfRoles.Contains(_settings.Role));
        }
    }

    /// <summary>Dead letters if this node had no replicas at the start.</summary>
    public IActorRef Replicator { get; }

    /// <summary>False: this runtime keeps no durable data.</summary>
    public bool IsDurable => false;

    public static DistributedData Get(ActorSystem system) => system.WithExtension<DistributedData, DistributedDataProvider>();

    public static Config DefaultConfig() => ConfigurationFactory.FromResource<DistributedData>("Akka.DistributedData.reference.conf");

    /// <summary>The ids of all keys that this node knows.</summary>
    public async Task<IImmutableSet<string>> GetKeysAsync(CancellationToken cancellation = default)
    {
        var answer = await Replicator.Ask<GetKeysIdsResult>(Dsl.GetKeyIds, cancellation);
        return answer.Keys;
    }

    /// <summary>Null when there is no value.</summary>
    /// <param name="consistency">Null: local.</param>
    /// <exception cref="TimeoutException">Not enough replicas have answered within the consistency's timeout.</exception>
    public async Task<T> GetAsync<T>(IKey<T> key, IReadConsistency? consistency = null, CancellationToken cancellation = default)
        where T : class, IReplicatedData<T>
    {
        var answer = await Replicator.Ask<IGetResponse>(Dsl.Get(key, consistency), cancellation);
        return answer switch
        {
            NotFound => null!,
            GetFailure => throw new TimeoutException($"Not enough replicas have answered for key '{key}' within {consistency}."),
            _ => answer.Get(key),
        };
    }

    /// <summary>Merges <paramref name="replica"/> into what there is.</summary>
    /// <param name="consistency">Null: local.</param>
    /// <exception cref="TimeoutException">
    /// Not enough replicas have confirmed within the consistency's timeout. This one has the value, and the others will get it.
    /// </exception>
    public async Task UpdateAsync<T>(
        IKey<T> key, T replica, IWriteConsistency? consistency = null, CancellationToken cancellation = default)
        where T : IReplicatedData<T>
    {
        var answer = await Replicator.Ask<IUpdateResponse>(Dsl.Update(key, replica, consistency), cancellation);
        if (answer is ModifyFailure failure)
            ExceptionDispatchInfo.Capture(failure.Cause).Throw();
        if (!answer.IsSuccessful)
            throw new TimeoutException($"The update of key '{key}' was not confirmed within {consistency}.");
    }

    private IActorRef StartReplicator(ActorSystemImpl system)
    {
        var self = Akka.Cluster.Cluster.Get(system).SelfUniqueAddress;
        var codec = new SerializationCodec(system.Serialization);
        var state = ReplicatorSetup.Of(system).NewState(self, _settings, system.Runtime.Time, system.Random, codec);
        var settings = _settings;
        return system.SystemActorOf(
            Props.Of(() => new Replicator(state, settings)), system.Settings.Config.GetString("akka.cluster.distributed-data.name"));
    }

    private IActorRef NoReplicator()
    {
        _system.Log.Warning(
            "Distributed Data has no replicas on this node: its cluster has ended, or it does not have the role '{0}'.", _settings.Role);
        return _system.DeadLetters;
    }
}

public class DistributedDataProvider : ExtensionIdProvider<DistributedData>
{
    public override DistributedData CreateExtension(ExtendedActorSystem system) => new(system);
}

public static class DistributedDataExtensions
{
    public static DistributedData DistributedData(this ActorSystem system) => Akka.DistributedData.DistributedData.Get(system);
}
