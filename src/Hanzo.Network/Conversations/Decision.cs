using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>What a command leads to. First the events are recorded, all together; then the effects are started.</summary>
/// <param name="Refusal">Why nothing happens; null when the command was accepted or changed nothing.</param>
/// <param name="Run">The run that a <see cref="StartRun"/> or <see cref="CancelRun"/> is about.</param>
public sealed record Decision(ImmutableArray<ConversationEvent> Events, ImmutableArray<Effect> Effects, Refusal? Refusal, RunId? Run)
{
    public static readonly Decision Nothing = new([], [], null, null);
}

public sealed record Refusal(NetworkError Error, string Message)
{
    public AgentNetworkException ToException() => new(Error, Message);
}
