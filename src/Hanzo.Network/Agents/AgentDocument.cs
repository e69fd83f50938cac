using System.Collections.Immutable;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Agents;

/// <summary>
/// An agent as JSON between nodes and to users, in the form of an agents file (snake case names). Unknown fields are ignored.
/// Usable inside other documents and source-generated contexts.
/// </summary>
public sealed record AgentDocument
{
    public required string Name { get; init; }
    public string? Description { get; init; }
    public string? Instructions { get; init; }
    public ImmutableArray<ToolReferenceDocument>? Tools { get; init; }
    public string? Model { get; init; }
    public RequirementsDocument? Requires { get; init; }
    public string? Workload { get; init; }
    public int? Slots { get; init; }

    public static AgentDocument From(Agent agent) => new()
    {
        Name = agent.Name.Value,
        Description = agent.Description.Length > 0 ? agent.Description : null,
        Instructions = agent.Instructions.Length > 0 ? agent.Instructions : null,
        Tools = agent.Tools.IsEmpty ? null : [.. agent.Tools.Select(ToolReferenceDocument.From)],
        Model = agent.Model,
        Requires = agent.Requires == AgentRequirements.None ? null : RequirementsDocument.From(agent.Requires),
        Workload = AgentsFile.Workloads.First(choice => choice.Value == agent.Workload).Name,
        Slots = agent.Slots,
    };

    /// <exception cref="FormatException">A name or choice is not allowed.</exception>
    public Agent ToAgent() => new()
    {
        Name = AgentName.Parse(Name),
        Description = Description ?? "",
        Instructions = Instructions ?? "",
        Tools = Tools is { } tools ? [.. tools.Select(tool => tool.ToReference())] : [],
        Model = Model,
        Requires = Requires?.ToRequirements() ?? AgentRequirements.None,
        Workload = Choice.Parse("workload", Workload, AgentsFile.Workloads) ?? Agents.Workload.Light,
        Slots = Slots ?? SlotId.DefaultCount,
    };
}

public sealed record ToolReferenceDocument(string Name, string? Approval, string? Effect)
{
    public static ToolReferenceDocument From(ToolReference tool) => new(
        tool.Name,
        tool.Approval is { } approval ? AgentsFile.Approvals.First(choice => choice.Value == approval).Name : null,
        tool.Effect is { } effect ? AgentsFile.Effects.First(choice => choice.Value == effect).Name : null);

    public ToolReference ToReference() => new(Name)
    {
        Approval = Choice.Parse("approval", Approval, AgentsFile.Approvals),
        Effect = Choice.Parse("effect", Effect, AgentsFile.Effects),
    };
}

/// <summary>TFLOPS and megabytes; null: no requirement.</summary>
public sealed record RequirementsDocument
{
    public double? Fp32Tflops { get; init; }
    public double? Fp16Tflops { get; init; }
    public double? Int8Tflops { get; init; }
    public long? MemoryMb { get; init; }
    public long? VramMb { get; init; }
    public bool? Gpu { get; init; }
    public ImmutableArray<string>? Labels { get; init; }

    public static RequirementsDocument From(AgentRequirements requires) => new()
    {
        Fp32Tflops = requires.Fp32Tflops,
        Fp16Tflops = requires.Fp16Tflops,
        Int8Tflops = requires.Int8Tflops,
        MemoryMb = requires.MemoryMb,
        VramMb = requires.VramMb,
        Gpu = requires.Gpu ? true : null,
        Labels = requires.Labels.IsEmpty ? null : requires.Labels,
    };

    public AgentRequirements ToRequirements() => new()
    {
        Fp32Tflops = Fp32Tflops,
        Fp16Tflops = Fp16Tflops,
        Int8Tflops = Int8Tflops,
        MemoryMb = MemoryMb,
        VramMb = VramMb,
        Gpu = Gpu ?? false,
        Labels = Labels ?? [],
    };
}

internal static class Choice
{
    public static T? Parse<T>(string field, string? text, (string Name, T Value)[] choices)
        where T : struct
    {
        if (text is null) return null;
        foreach (var (name, value) in choices)
            if (name == text) return value;
        throw new FormatException($"{field} '{text}' is unknown; allowed: {string.Join(", ", choices.Select(choice => choice.Name))}.");
    }
}
