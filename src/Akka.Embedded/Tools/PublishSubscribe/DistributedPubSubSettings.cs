using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Tools.PublishSubscribe;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>The settings under <c>akka.cluster.pub-sub</c>.</summary>
public sealed class DistributedPubSubSettings : INoSerializationVerificationNeeded
{
    private DistributedPubSubSettings(
        string? role, RoutingKind routing, TimeSpan gossipInterval, int maxDeltaElements, bool sendToDeadLettersWhenNoSubscribers)
    {
        if (gossipInterval <= TimeSpan.Zero)
            throw new ArgumentException($"gossip-interval is {gossipInterval}; it must be positive.", nameof(gossipInterval));
        if (maxDeltaElements < 1)
            throw new ArgumentException($"max-delta-elements is {maxDeltaElements}; it must be at least 1.", nameof(maxDeltaElements));
        Role = string.IsNullOrEmpty(role) ? null : role;
        Routing = routing;
        GossipInterval = gossipInterval;
        MaxDeltaElements = maxDeltaElements;
        SendToDeadLettersWhenNoSubscribers = sendToDeadLettersWhenNoSubscribers;
    }

    /// <summary>Null: all members take part.</summary>
    public string? Role { get; }

    /// <summary>What another node has not acknowledged is repeated so often at most.</summary>
    public TimeSpan GossipInterval { get; }

    public int MaxDeltaElements { get; }

    public bool SendToDeadLettersWhenNoSubscribers { get; }

    internal RoutingKind Routing { get; }

    /// <summary>As <c>akka.cluster.pub-sub</c> says.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public static DistributedPubSubSettings Create(ActorSystem system) => Create(system.Settings.Config.GetConfig("akka.cluster.pub-sub"));

    /// <param name="config">The section itself.</param>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public static DistributedPubSubSettings Create(Config config)
    {
        if (config.IsNullOrEmpty())
            throw new ConfigurationException("akka.cluster.pub-sub is missing.");
        return new DistributedPubSubSettings(
            config.GetString("role"),
            Embedded.Tools.PublishSubscribe.Routing.Parse(config.GetString("routing-logic")),
            config.GetTimeSpan("gossip-interval"),
            config.GetInt("max-delta-elements"),
            config.GetBoolean("send-to-dead-letters-when-no-subscribers"));
    }

    public DistributedPubSubSettings WithRole(string? role) =>
        new(role, Routing, GossipInterval, MaxDeltaElements, SendToDeadLettersWhenNoSubscribers);

    public DistributedPubSubSettings WithGossipInterval(TimeSpan gossipInterval) =>
        new(Role, Routing, gossipInterval, MaxDeltaElements, SendToDeadLettersWhenNoSubscribers);

    public DistributedPubSubSettings WithMaxDeltaElements(int maxDeltaElements) =>
        new(Role, Routing, GossipInterval, maxDeltaElements, SendToDeadLettersWhenNoSubscribers);

    public DistributedPubSubSettings WithSendToDeadLettersWhenNoSubscribers(bool sendToDeadLetterWhenNoSubscribers) =>
        new(Role, Routing, GossipInterval, MaxDeltaElements, sendToDeadLetterWhenNoSubscribers);
}
