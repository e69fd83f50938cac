using Akka.Cluster.Sharding;

namespace Akka.Embedded.Sharding;

/// <summary>Understands envelopes, and leaves the rest to the user's extractor.</summary>
internal sealed class EnvelopeExtractor(IMessageExtractor inner) : IMessageExtractor
{
    public string? EntityId(object message) => message is ShardingEnvelope envelope ? envelope.EntityId : inner.EntityId(message);

    public object? EntityMessage(object message) => message is ShardingEnvelope envelope ? envelope.Message : inner.EntityMessage(message);

    public string ShardId(string entityId, object? messageHint = null) =>
        inner.ShardId(entityId, messageHint is ShardingEnvelope envelope ? envelope.Message : messageHint);
}
