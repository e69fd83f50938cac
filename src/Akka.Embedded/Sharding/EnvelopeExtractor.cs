using System.Diagnostics.CodeAnalysis;
using Akka.Cluster.Sharding;
using Akka.Event;

namespace Akka.Embedded.Sharding;

/// <summary>
/// Understands envelopes, and leaves the rest to the user's extractor. What that one throws costs one message, not the region.
/// </summary>
internal sealed class EnvelopeExtractor(IMessageExtractor inner)
{
    /// <returns>Null for a message that is for no entity.</returns>
    public string? EntityId(object message, ILoggingAdapter log)
    {
        if (message is ShardingEnvelope envelope)
            return envelope.EntityId;
        try
        {
            return inner.EntityId(message);
        }
        catch (Exception cause)
        {
            return Refused(message, cause, log);
        }
    }

    /// <returns>Null for a message that cannot be placed.</returns>
    public string? ShardId(string entityId, object message, ILoggingAdapter log)
    {
        try
        {
            return inner.ShardId(entityId, message is ShardingEnvelope envelope ? envelope.Message : message);
        }
        catch (Exception cause)
        {
            return Refused(message, cause, log);
        }
    }

    /// <summary>What the entity gets.</summary>
    public bool TryUnwrap(object message, [NotNullWhen(true)] out object? content, ILoggingAdapter log)
    {
        try
        {
            content = message is ShardingEnvelope envelope ? envelope.Message : inner.EntityMessage(message);
            return content is not null;
        }
        catch (Exception cause)
        {
            content = Refused(message, cause, log);
            return false;
        }
    }

    private static string? Refused(object message, Exception cause, ILoggingAdapter log)
    {
        log.Error(cause, "The message extractor cannot read a {0}, which is dropped: {1}", message.GetType(), cause.Message);
        return null;
    }
}
