using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Simulation.Work;

/// <summary>
/// The agents of a simulated network and the tools they use: few slots, so that each is busy, and not all on every node. They differ
/// in what becomes of them where they are cut off.
/// </summary>
public static class Staff
{
    private const int Slots = 4;

    /// <summary>In ordinal order of their names.</summary>
    public static readonly ImmutableArray<Agent> Agents =
    [
        Of("clerk", "Keeps the books.", new AgentRequirements { MemoryMb = 8_192 }, "look_up", "transfer"),
        Of("courier", "Carries letters.", AgentRequirements.None, "look_up", "send_letter") with { Partition = PartitionMode.ReadOnly },
        Of("scribe", "Writes things down.", AgentRequirements.None, "look_up", "note") with { Partition = PartitionMode.ContinueLocal },
        Of("smith", "Does heavy work.", new AgentRequirements { Fp32Tflops = 3 }, "transfer", "send_letter", "note"),
    ];

    public static ImmutableArray<Tool> Tools(WorkPlace place, EffectWeather weather, ulong seed)
    {
        return
        [
            Create("look_up", ToolEffect.Idempotent, TimeSpan.FromSeconds(10)),
            Create("note", ToolEffect.Idempotent, ToolOptions.DefaultTimeout),
            Create("transfer", ToolEffect.Reconcilable, TimeSpan.FromSeconds(20)),
            Create("send_letter", ToolEffect.AskBeforeRetry, ToolOptions.DefaultTimeout),
        ];

        Tool Create(string name, ToolEffect effect, TimeSpan timeout) =>
            ScriptedTool.Create(name, new ToolOptions { Effect = effect, Timeout = timeout }, place, weather, seed);
    }

    private static Agent Of(string name, string description, AgentRequirements requires, params string[] tools) => new()
    {
        Name = AgentName.Parse(name),
        Description = description,
        Instructions = "Use your tools.",
        Tools = [.. tools.Select(tool => new ToolReference(tool))],
        Requires = requires,
        Slots = Slots,
    };
}
