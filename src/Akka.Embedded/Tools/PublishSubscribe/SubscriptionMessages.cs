using System.Collections.Immutable;
using Akka.Actor;
using Akka.Embedded.Tools.PublishSubscribe;
using Akka.Event;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>To the mediator of this node, which answers the sender with <see cref="SubscribeAck"/>.</summary>
public sealed record Subscribe
{
    /// <param name="topic">1 to 1024 characters.</param>
    /// <param name="group">Null for none, or 1 to 1024 characters. A subscriber in a group gets only what is published to groups.</param>
    /// <exception cref="ArgumentException">Topic or group is empty or too long, or the subscriber is null.</exception>
    public Subscribe(string topic, IActorRef @ref, string? group = null)
    {
        Topic = TopicNames.Checked(topic, "topic");
        Group = group is null ? null : TopicNames.Checked(group, "group");
        Ref = @ref ?? throw new ArgumentNullException(nameof(@ref));
    }

    public string Topic { get; }

    public string? Group { get; }

    public IActorRef Ref { get; }
}

/// <summary>To the mediator of this node, which answers the sender with <see cref="UnsubscribeAck"/>.</summary>
public sealed record Unsubscribe
{
    /// <inheritdoc cref="Subscribe(string, IActorRef, string?)"/>
    public Unsubscribe(string topic, IActorRef @ref, string? group = null)
    {
        Topic = TopicNames.Checked(topic, "topic");
        Group = group is null ? null : TopicNames.Checked(group, "group");
        Ref = @ref ?? throw new ArgumentNullException(nameof(@ref));
    }

    public string Topic { get; }

    public string? Group { get; }

    public IActorRef Ref { get; }
}

/// <summary>This node's mediator has subscribed the actor; the other nodes learn of it a little later.</summary>
public sealed record SubscribeAck : IDeadLetterSuppression
{
    public SubscribeAck(Subscribe subscribe) => Subscribe = subscribe;

    public Subscribe Subscribe { get; }
}

public sealed record UnsubscribeAck
{
    public UnsubscribeAck(Unsubscribe unsubscribe) => Unsubscribe = unsubscribe;

    public Unsubscribe Unsubscribe { get; }
}

/// <summary>Puts an actor of this node up for <see cref="Send"/> and <see cref="SendToAll"/> by its path, until it ends.</summary>
public sealed record Put
{
    /// <exception cref="ArgumentNullException">The actor is null.</exception>
    public Put(IActorRef @ref) => Ref = @ref ?? throw new ArgumentNullException(nameof(@ref));

    public IActorRef Ref { get; }
}

/// <summary>Takes back a <see cref="Put"/>.</summary>
public sealed record Remove
{
    /// <param name="path">Without an address.</param>
    public Remove(string path) => Path = path;

    public string Path { get; }
}

/// <summary>To the mediator, which answers with the <see cref="CurrentTopics"/> of all nodes as far as it knows.</summary>
public sealed record GetTopics
{
    private GetTopics()
    {
    }

    public static GetTopics Instance { get; } = new();
}

public sealed class CurrentTopics(IImmutableSet<string> topics) : IEquatable<CurrentTopics>
{
    public IImmutableSet<string> Topics { get; } = topics ?? ImmutableHashSet<string>.Empty;

    public bool Equals(CurrentTopics? other) => other is not null && Topics.SetEquals(other.Topics);

    public override bool Equals(object? obj) => Equals(obj as CurrentTopics);

    public override int GetHashCode() => Topics.Count;

    public override string ToString() => $"{nameof(CurrentTopics)}<{string.Join(",", Topics.Order(StringComparer.Ordinal))}>";
}

internal static class TopicNames
{
    public static string Checked(string name, string what) => name?.Length is > 0 and <= EntryKey.MaxNameLength
        ? name
        : throw new ArgumentException($"{what} has {name?.Length ?? 0} characters; allowed: 1 to {EntryKey.MaxNameLength}.", what);
}
