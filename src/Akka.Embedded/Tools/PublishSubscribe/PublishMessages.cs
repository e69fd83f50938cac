using Akka.Actor;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>What mediators send each other, and what may be sent to one on another node.</summary>
public interface IDistributedPubSubMessage;

/// <summary>For all subscribers of a topic, on all nodes that are known to have any. To be sent to the mediator.</summary>
public sealed record Publish : IDistributedPubSubMessage, IWrappedMessage
{
    /// <param name="sendOneMessageToEachGroup">
    /// True: for one subscriber of each group, and none without a group. False: for all subscribers without a group.
    /// </param>
    public Publish(string topic, object message, bool sendOneMessageToEachGroup = false)
    {
        Topic = topic;
        Message = message;
        SendOneMessageToEachGroup = sendOneMessageToEachGroup;
    }

    public string Topic { get; }

    public object Message { get; }

    public bool SendOneMessageToEachGroup { get; }
}

/// <summary>For one of the actors that are put up at a path on their nodes. To be sent to the mediator.</summary>
public sealed record Send : IDistributedPubSubMessage, IWrappedMessage
{
    /// <param name="path">Without an address, as <c>/user/worker</c>.</param>
    /// <param name="localAffinity">The one on this node is preferred.</param>
    public Send(string path, object message, bool localAffinity = false)
    {
        Path = path;
        Message = message;
        LocalAffinity = localAffinity;
    }

    public string Path { get; }

    public object Message { get; }

    public bool LocalAffinity { get; }
}

/// <summary>For all actors that are put up at a path on their nodes. To be sent to the mediator.</summary>
public sealed record SendToAll : IDistributedPubSubMessage, IWrappedMessage
{
    /// <param name="path">Without an address, as <c>/user/worker</c>.</param>
    /// <param name="excludeSelf">Not for the one on this node.</param>
    public SendToAll(string path, object message, bool excludeSelf = false)
    {
        Path = path;
        Message = message;
        ExcludeSelf = excludeSelf;
    }

    public string Path { get; }

    public object Message { get; }

    public bool ExcludeSelf { get; }
}
