using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Guardrails;

namespace Hanzo.Network.Conversations;

/// <summary>A call of a model with the agent's guardrails before and behind it: nobody is told what they have not seen.</summary>
internal sealed class GuardedModelCaller(ModelCaller models, GuardrailCatalog guardrails)
{
    public async Task<EffectOutcome> CallAsync(CallModel call, Agent agent, Action<string>? onDelta, CancellationToken cancellation)
    {
        if (call.IsSummary || agent.Guardrails.IsDefault) return await models.CallAsync(call, agent, onDelta, cancellation);
        var input = call.IsFirst ? await CheckInputAsync(call, agent, cancellation) : [];
        if (input is [.., { Blocks: true }]) return new BlockModelCall(call.Id, input, null);
        if (Left(input) is { } asked) call = call with { Transcript = ConversationHistory.Asked(call.Transcript, asked) };
        // Pieces would be told before the whole can be checked.
        var told = agent.GuardrailsAt(GuardrailStage.Output).Any() ? null : onDelta;
        var outcome = await models.CallAsync(call, agent, told, cancellation);
        return outcome is CompleteModelCall reply ? await CheckAsync(reply, agent, input, cancellation) : outcome;
    }

    private async Task<ImmutableArray<GuardrailTrip>> CheckInputAsync(CallModel call, Agent agent, CancellationToken cancellation) =>
        call.Transcript.FindLast(entry => entry is UserEntry) is UserEntry asked
            ? await guardrails.CheckAsync(agent, GuardrailStage.Input, asked.Text, cancellation)
            : [];

    private async Task<EffectOutcome> CheckAsync(
        CompleteModelCall reply, Agent agent, ImmutableArray<GuardrailTrip> input, CancellationToken cancellation)
    {
        if (reply.Text.Length == 0) return reply with { Trips = input };
        var output = await guardrails.CheckAsync(agent, GuardrailStage.Output, reply.Text, cancellation);
        var trips = input.AddRange(output);
        return output is [.., { Blocks: true }]
            ? new BlockModelCall(reply.Effect, trips, reply.Usage)
            : reply with { Text = Left(output) ?? reply.Text, Trips = trips };
    }

    /// <summary>What rewriting has left of a text; null: it was not rewritten.</summary>
    private static string? Left(ImmutableArray<GuardrailTrip> trips) => trips.IsEmpty ? null : trips[^1].Text;
}
