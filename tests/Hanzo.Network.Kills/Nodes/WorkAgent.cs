using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Models;
using Hanzo.Network.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Kills.Nodes;

/// <summary>The agent whose runs are cut: it calls five tools, one after the other, then tells their results.</summary>
internal static class WorkAgent
{
    public const string Name = "worker";

    public static readonly ImmutableArray<string> ToolNames = ["look", "reserve", "pay", "send", "note"];

    /// <summary>How its answers begin.</summary>
    public static readonly string Conclusion = $"{ToolNames.Length} results: ";

    /// <summary>Of an undisturbed run from its acknowledgement, about; a little more, so that some kills come after its end.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMilliseconds(1500);

    public static ToolEffect PolicyOf(string tool) => tool switch
    {
        "reserve" => ToolEffect.Reconcilable,
        "pay" or "send" => ToolEffect.AskBeforeRetry,
        _ => ToolEffect.Idempotent,
    };

    public static void AddTo(IServiceCollection services, EffectFolder effects)
    {
        foreach (var name in ToolNames) services.AddSingleton(new Tool(new WorkTool(name, effects), OptionsOf(name, effects)));
        services.AddSingleton(new Agent
        {
            Name = AgentName.Parse(Name), Tools = [.. ToolNames.Select(name => new ToolReference(name))],
        });
        services.AddSingleton<IModelProvider>(new ModelProvider(new WorkModel()));
    }

    private static ToolOptions OptionsOf(string name, EffectFolder effects) => new()
    {
        Effect = PolicyOf(name),
        Reconcile = PolicyOf(name) == ToolEffect.Reconcilable
            ? (asked, _) => ValueTask.FromResult(
                effects.Has(asked.Key) ? Reconciliation.Done($"{name} found done") : Reconciliation.NotDone)
            : null,
    };
}
