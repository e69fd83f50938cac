using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Work;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Simulation.Tests.Sessions;

/// <summary>Tools of each policy, and what they have done to the world outside, by key.</summary>
internal sealed class FiveTools
{
    public static readonly ImmutableArray<string> Names = ["look", "reserve", "pay", "send", "note"];

    public static readonly Agent Agent = new()
    {
        Name = AgentName.Parse("five"), Tools = [.. Names.Select(name => new ToolReference(name))], Slots = 4,
    };

    private static readonly TimeSpan Takes = TimeSpan.FromMilliseconds(400);

    /// <summary>How often each call took effect: name and key.</summary>
    public SortedDictionary<(string Tool, string Key), int> Done { get; } = [];

    public static ToolEffect PolicyOf(string tool) => tool switch
    {
        "reserve" => ToolEffect.Reconcilable,
        "pay" or "send" => ToolEffect.AskBeforeRetry,
        _ => ToolEffect.Idempotent,
    };

    public ImmutableArray<Tool> Of(WorkPlace place) => [.. Names.Select(name => Of(place, name))];

    private Tool Of(WorkPlace place, string name) => new(new StepTool(this, place, name), new ToolOptions
    {
        Effect = PolicyOf(name),
        Reconcile = name == "reserve"
            ? (asked, _) => ValueTask.FromResult(
                Done.ContainsKey((name, asked.Key)) ? Reconciliation.Done($"{name} found done") : Reconciliation.NotDone)
            : null,
    });

    private sealed class StepTool(FiveTools tools, WorkPlace place, string name) : AIFunction
    {
        public override string Name => name;

        protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
        {
            var key = (string)arguments.Context![CallEffect.KeyName]!;
            await Task.Delay(Takes, place.World, cancellationToken);
            // The effect is of one moment: who dies before has done nothing.
            place.Started(key, PolicyOf(name).ToString());
            tools.Done[(name, key)] = tools.Done.GetValueOrDefault((name, key)) + 1;
            place.Ended(key, EffectEnd.Done);
            await Task.Delay(Takes, place.World, cancellationToken);
            return $"{name} done";
        }
    }
}
