using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Event;

namespace Akka.Embedded.Tools.PublishSubscribe;

/// <summary>Between mediators, about what they have receivers for.</summary>
internal interface IRegistryMessage : IDistributedPubSubMessage, IDeadLetterSuppression
{
    UniqueAddress From { get; }

    /// <summary>Meant for this incarnation only.</summary>
    int ToUid { get; }

    /// <summary>Of the sender's registry: higher after each restart of its mediator, with which all is forgotten.</summary>
    long Start { get; }
}

internal sealed record EntriesChanged(UniqueAddress From, int ToUid, long Start, EntryDelta Delta) : IRegistryMessage;

/// <summary>How far the sender knows the entries of the receiver.</summary>
/// <param name="Pull">What it has been sent does not build upon that: it needs all that came after.</param>
internal sealed record EntriesSeen(UniqueAddress From, int ToUid, long Start, long Version, bool Pull) : IRegistryMessage;

/// <summary>A user's message on its way to the receivers on one node.</summary>
internal sealed record Delivery(EntryKey Key, object Message) : IDistributedPubSubMessage, IWrappedMessage;
