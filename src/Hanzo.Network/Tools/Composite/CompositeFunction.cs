using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hanzo.Network.Conversations;
using Hanzo.Network.Guests;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tools.Composite;

/// <summary>Calls tools one after the other; the first that fails ends it, and says which it was.</summary>
internal sealed class CompositeFunction(CompositeTool tool, ImmutableArray<Tool> parts, GuestCall guests) : AIFunction
{
    public override string Name => tool.Name;
    public override string Description => tool.Description;

    public override JsonElement JsonSchema { get; } = StepSchema.Without(parts[0].Function.JsonSchema, tool.Steps[0].With.Keys);

    /// <summary>What the first step is called with.</summary>
    public JsonObject FirstArguments(AIFunctionArguments given)
    {
        var first = new JsonObject();
        foreach (var (name, value) in given) first[name] = JsonNode.Parse(ModelJson.Write(value!));
        return WithFixed(first, tool.Steps[0]);
    }

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var key = arguments.Context?.TryGetValue(CallEffect.KeyName, out var given) == true ? given as string : null;
        var output = "";
        for (var step = 0; step < parts.Length; step++)
        {
            try
            {
                var values = step == 0 ? FirstArguments(arguments) : ArgumentsFrom(output, step);
                output = await CallAsync(parts[step], values, $"{key}.{step + 1}", cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
                throw new InvalidOperationException(
                    string.Create(CultureInfo.InvariantCulture, $"step {step + 1}, '{parts[step].Name}': {cause.Message}"), cause);
            }
        }

        return output;
    }

    private JsonObject ArgumentsFrom(string output, int at)
    {
        var (step, schema) = (tool.Steps[at], parts[at].Function.JsonSchema);
        var target = StepSchema.Target(step, schema)
            ?? throw new InvalidOperationException(
                "it does not tell which argument gets the output of the step before; name it by 'into'.");
        try
        {
            return WithFixed(new JsonObject { [target] = StepSchema.ValueOf(output, target, schema) }, step);
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"the output of the step before is no JSON, as '{target}' must be: {e.Message}", e);
        }
    }

    private static JsonObject WithFixed(JsonObject arguments, CompositeStep step)
    {
        foreach (var (name, value) in step.With) arguments[name] = JsonNode.Parse(value.GetRawText());
        return arguments;
    }

    private async Task<string> CallAsync(Tool part, JsonObject values, string key, CancellationToken cancellation)
    {
        var checkedOnes = ToolArguments.Parse(values.ToJsonString(), part.Function.JsonSchema);
        if (checkedOnes.Error is { } error) throw new InvalidOperationException(error);
        checkedOnes.Values.Context = new Dictionary<object, object?> { [CallEffect.KeyName] = key };
        string output;
        try
        {
            output = ToolText.Of(await guests.WithinAsync(
                $"tool '{part.Name}'",
                part.Options.Timeout,
                token => part.Function.InvokeAsync(checkedOnes.Values, token).AsTask(),
                cancellation));
        }
        catch (GuestTimeoutException late)
        {
            throw new InvalidOperationException($"no result within {late.Limit}.", late);
        }

        return ConversationLimits.Fits(output, part.Options.MaxOutputBytes)
            ? output
            : throw new InvalidOperationException(ToolText.TooLong(output, part.Options.MaxOutputBytes));
    }
}
