using System.Collections.Immutable;
using Hanzo.Network.Guardrails;

namespace Hanzo.Network.Conversations;

/// <summary>What guardrails did.</summary>
internal sealed partial class ConversationTurn
{
    /// <summary>The run ends; what was blocked is neither told nor kept.</summary>
    public void Block(BlockModelCall blocked)
    {
        var ((number, step), last) = (blocked.Effect, blocked.Trips[^1]);
        RecordTrips(blocked.Effect, blocked.Trips);
        var what = last.Stage == GuardrailStage.Input ? "its input" : "its answer";
        var error = $"{what} was blocked by guardrail '{last.Guardrail}': {last.Reason}";
        Record(new ModelFailed(number, step, error, now) { Usage = Priced(blocked.Usage) });
        Fail(number, error);
    }

    private void RecordTrips(EffectId effect, ImmutableArray<GuardrailTrip> trips)
    {
        foreach (var trip in trips)
        {
            var isInput = trip.Stage == GuardrailStage.Input;
            var stage = isInput ? GuardrailTripped.Input : GuardrailTripped.Output;
            Record(new GuardrailTripped(effect.Run, effect.Step, stage, trip.Guardrail, trip.Reason, now)
            {
                Text = isInput ? trip.Text : null, IsBlocked = trip.Blocks,
            });
        }
    }

    /// <summary>What no guardrail has seen before the run ended, no later run's model is told.</summary>
    private void Withhold(long number)
    {
        if (_state.Active != number || _agent?.GuardrailsAt(GuardrailStage.Input).Any() != true) return;
        for (var i = _state.Transcript.Count - 1; i >= 0; i--)
        {
            if (_state.Transcript[i] is AssistantEntry or UserEntry { Text: GuardrailTripped.Withheld }) return;
            if (_state.Transcript[i] is UserEntry) break;
        }

        var step = _state.Runs[number].LastStep;
        Record(new GuardrailTripped(number, step, GuardrailTripped.Input, "", "no guardrail has seen it.", now) { IsBlocked = true });
    }
}
