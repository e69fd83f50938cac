using Akka.Actor;
using Akka.Configuration;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>This node's mediator: subscribe to it, and send it what is to be published.</summary>
public sealed class DistributedPubSub : IExtension
{
    private readonly ExtendedActorSystem _system;
    private readonly Cluster _cluster;
    private readonly IActorRef? _mediator;

    public DistributedPubSub(ExtendedActorSystem system)
    {
        _system = system;
        _cluster = Cluster.Get(system);
        var settings = DistributedPubSubSettings.Create(system);
        var name = system.Settings.Config.GetString("akka.cluster.pub-sub.name");
        if (settings.Role is null || _cluster.SelfRoles.Contains(settings.Role))
            _mediator = system.SystemActorOf(DistributedPubSubMediator.Props(settings), name);
    }

    /// <summary>This node takes no part: it is out of the cluster, or does not have the role.</summary>
    public bool IsTerminated => _cluster.IsTerminated || _mediator is null;

    /// <summary>Dead letters where this node takes no part.</summary>
    public IActorRef Mediator => IsTerminated ? _system.DeadLetters : _mediator!;

    public static DistributedPubSub Get(ActorSystem system) =>
        system.WithExtension<DistributedPubSub, DistributedPubSubExtensionProvider>();

    public static Config DefaultConfig() => ConfigurationFactory.FromResource<DistributedPubSub>("Akka.Tools.reference.conf");
}

public sealed class DistributedPubSubExtensionProvider : ExtensionIdProvider<DistributedPubSub>
{
    public override DistributedPubSub CreateExtension(ExtendedActorSystem system) => new(system);
}
