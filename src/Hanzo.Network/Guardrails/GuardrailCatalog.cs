using System.Collections.Frozen;
using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Guests;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Guardrails;

/// <summary>The guardrails of one node, by name, and how an agent's are applied.</summary>
public sealed class GuardrailCatalog
{
    /// <summary>Of one check.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly FrozenDictionary<string, IGuardrail> _guardrails;
    private readonly GuestCall _guests;

    /// <param name="log">Told what guardrails do wrong when nobody waits for them any more.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public GuardrailCatalog(IEnumerable<IGuardrail> guardrails, TimeProvider time, ILogger<GuardrailCatalog>? log = null)
    {
        var byName = new Dictionary<string, IGuardrail>(StringComparer.Ordinal);
        foreach (var guardrail in guardrails)
            if (!byName.TryAdd(guardrail.Name, guardrail))
                throw new ArgumentException($"Two guardrails are named '{guardrail.Name}'; a name must be unique.", nameof(guardrails));
        _guardrails = byName.ToFrozenDictionary(StringComparer.Ordinal);
        _guests = new GuestCall(time, log);
    }

    /// <summary>One after the other, each on what the one before has left; the first that blocks is the last.</summary>
    /// <returns>Those that did something, in order. Never throws but for the caller's cancellation.</returns>
    public async Task<ImmutableArray<GuardrailTrip>> CheckAsync(
        Agent agent, GuardrailStage stage, string text, CancellationToken cancellation)
    {
        var trips = ImmutableArray.CreateBuilder<GuardrailTrip>();
        foreach (var rule in agent.GuardrailsAt(stage))
        {
            var verdict = await VerdictAsync(rule, new GuardedText(agent.Name, stage, text), cancellation);
            if (verdict.BlockReason is { } blocked) trips.Add(new GuardrailTrip(stage, rule.Title, TextLimit.Clip(blocked), null));
            else if (verdict.Text is { } rewritten && rewritten != text)
            {
                var tooLong = ConversationLimits.Fits(rewritten) ? null : $"what it made is over {ConversationLimits.MaxTextBytes} bytes.";
                trips.Add(tooLong is null
                    ? new GuardrailTrip(stage, rule.Title, TextLimit.Clip(verdict.Reason), text = rewritten)
                    : new GuardrailTrip(stage, rule.Title, tooLong, null));
            }

            if (trips.Count > 0 && trips[^1].Blocks) break;
        }

        return trips.ToImmutable();
    }

    private async Task<GuardrailVerdict> VerdictAsync(GuardrailRule rule, GuardedText text, CancellationToken cancellation)
    {
        try
        {
            if (rule.Name is not { } name) return rule.Match(text.Text);
            if (!_guardrails.TryGetValue(name, out var guardrail)) return GuardrailVerdict.Block("this node does not have it.");
            return await _guests.WithinAsync(
                $"guardrail '{name}'", Timeout, token => guardrail.CheckAsync(text, token).AsTask(), cancellation);
        }
        catch (GuestTimeoutException late)
        {
            return GuardrailVerdict.Block($"it did not answer within {late.Limit}.");
        }
        catch (Exception e)
        {
            cancellation.ThrowIfCancellationRequested();
            return GuardrailVerdict.Block($"it failed: {e.Message}");
        }
    }
}
