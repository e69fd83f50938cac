namespace Akka.Cluster.Tools.PublishSubscribe.Internal;

/// <summary>
/// To the mediator, which answers with the number (<see cref="int"/>) of subscribers of the topic on its node that are in no group.
/// </summary>
public sealed class CountSubscribers(string topic)
{
    public string Topic { get; } = topic;
}
