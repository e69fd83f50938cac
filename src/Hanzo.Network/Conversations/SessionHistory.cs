using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Conversations;

/// <summary>Reads a session from its store.</summary>
public static class SessionHistory
{
    /// <returns>What the history has made, and its last number; 0: there is none.</returns>
    /// <exception cref="FormatException">Something in it cannot be read, or is missing.</exception>
    public static Task<(SessionSnapshot Made, long Sequence)> ReadAsync(
        IEventStore store, SessionId session, CancellationToken cancellation) => store.ReadMadeAsync(
        session.ToString(),
        SessionSnapshot.Empty(session),
        stored => SessionSnapshotCodec.Decode(stored.Manifest, stored.Payload.Span),
        (made, stored) => made.Apply(ConversationEventCodec.Decode(stored.Manifest, stored.Payload.Span), stored.Sequence),
        cancellation);
}
