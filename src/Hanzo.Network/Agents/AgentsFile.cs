using System.Collections.Immutable;
using Hanzo.Network.Devices;
using Hanzo.Network.Files;
using Hanzo.Network.Guardrails;
using Hanzo.Network.Memory;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.Composite;

namespace Hanzo.Network.Agents;

/// <summary>Agents as a person defines them: <c>{"agents":[{"name",…}]}</c>; the JSON Schema is <see cref="Schemas.Agents"/>.</summary>
public static class AgentsFile
{
    public const int MaxAgents = 100;
    public const int MaxSlots = 256;
    public const int MaxTools = 100;
    public const int MaxDescription = 2000;

    /// <summary>Characters; the instructions go into every model call.</summary>
    public const int MaxInstructions = 32_000;

    /// <summary>
    /// Bytes as JSON of the definitions of all agents that one node offers by itself, which are part of its description, and of each
    /// deployed agent.
    /// </summary>
    public const int MaxDefinitionBytes = 40 * 1024;

    private const string CompositeTools = "composite_tools";

    internal static readonly string[] RootFields = ["agents", CompositeTools, "$schema"];
    internal static readonly string[] Fields =
    [
        "name", "description", "instructions", "tools", "model", "requires", "workload", "slots", "partition", "history_tokens", "limits",
        "price", "guardrails", "agents", "memory", "examples", "response_format",
    ];
    internal static readonly string[] ToolFields = ["name", "approval", "effect", "unanswered"];
    internal static readonly string[] UnansweredFields = ["after_seconds", "then", "answer"];
    internal static readonly string[] RequiresFields =
        ["fp32_tflops", "fp16_tflops", "int8_tflops", "memory_mb", "vram_mb", "gpu", "labels"];

    internal static readonly (string Name, Workload Value)[] Workloads =
        [("light", Workload.Light), ("heavy", Workload.Heavy), ("background", Workload.Background)];

    /// <summary>The words for partition modes, here and wherever a person reads them.</summary>
    public static readonly ImmutableArray<(string Name, PartitionMode Value)> PartitionModes =
        [("pause", PartitionMode.Pause), ("read-only", PartitionMode.ReadOnly), ("continue-local", PartitionMode.ContinueLocal)];

    /// <summary>For messages about a mode that is none of them.</summary>
    public static string AllowedModes => $"it must be one of {string.Join(", ", PartitionModes.Select(mode => mode.Name))}";

    internal static readonly (string Name, ToolEffect Value)[] Effects =
        [("idempotent", ToolEffect.Idempotent), ("reconcilable", ToolEffect.Reconcilable), ("ask_before_retry", ToolEffect.AskBeforeRetry)];

    internal static readonly (string Name, ToolApproval Value)[] Approvals =
        [("never", ToolApproval.Never), ("always", ToolApproval.Always), ("when", ToolApproval.When)];

    internal static readonly (string Name, bool Value)[] Defaults = [("reject", false), ("approve", true)];

    /// <summary>The agents that one node offers.</summary>
    /// <param name="file">The name for messages.</param>
    /// <param name="knownTools">Tools the node has; another one is an error. Null: not checked.</param>
    /// <exception cref="InvalidFileException">Names file, line, field and what is allowed.</exception>
    public static ImmutableArray<Agent> Parse(string file, ReadOnlySpan<byte> json, ToolNames? knownTools = null)
    {
        var bytes = 0;
        var root = LocatedJson.Parse(file, json).RequireObject(RootFields);
        if (root.Member(CompositeTools) is { } composites && knownTools is not null)
        {
            var own = CompositeToolReader.Read(composites);
            CompositeToolReader.Check(composites, knownTools);
            knownTools = knownTools with { Names = [.. knownTools.Names, .. own.Select(tool => tool.Name)] };
        }

        return Parse(root, knownTools, (item, agent) =>
        {
            bytes += agent.TextBytes;
            if (bytes > MaxDefinitionBytes)
                throw item.Error(
                    $"with this agent the texts have {bytes} bytes; the agents of one node may have {MaxDefinitionBytes} together.");
        });
    }

    /// <summary>The tools that the file makes of others, for the node that it is read by.</summary>
    /// <exception cref="InvalidFileException">Names file, line, field and what is allowed.</exception>
    public static ImmutableArray<CompositeTool> ParseTools(string file, ReadOnlySpan<byte> json)
    {
        var root = LocatedJson.Parse(file, json).RequireObject(RootFields);
        return root.Member(CompositeTools) is { } composites ? CompositeToolReader.Read(composites) : [];
    }

    /// <summary>Agents for the network as a whole: each counts by itself, and any node may have its tools.</summary>
    /// <inheritdoc cref="Parse(string, ReadOnlySpan{byte}, IReadOnlyCollection{string}?)"/>
    public static ImmutableArray<Agent> ParseToDeploy(string file, ReadOnlySpan<byte> json)
    {
        var root = LocatedJson.Parse(file, json).RequireObject(RootFields);
        if (root.Member(CompositeTools) is { } composites)
            throw composites.Error("cannot be deployed: tools belong to nodes; give the file to those that are to have them (--agents).");
        return Parse(root, knownTools: null, (item, agent) =>
        {
            if (agent.TextBytes > MaxDefinitionBytes)
                throw item.Error(
                    $"description and instructions have {agent.TextBytes} bytes; a deployed agent may have {MaxDefinitionBytes}.");
        });
    }

    private static ImmutableArray<Agent> Parse(LocatedJson root, ToolNames? knownTools, Action<LocatedJson, Agent> check)
    {
        var list = root.Require("agents").RequireArray(MaxAgents);
        var agents = ImmutableArray.CreateBuilder<Agent>(list.Length);
        foreach (var item in list)
        {
            var agent = Read(item.RequireObject(Fields), knownTools);
            if (agents.Any(other => other.Name == agent.Name)) throw item.Require("name").Error($"'{agent.Name}' is defined twice.");
            if (AgentLinks.Check(agent) is { } wrong) throw item.Error(wrong);
            check(item, agent);
            agents.Add(agent);
        }

        return agents.ToImmutable();
    }

    internal static Agent Read(LocatedJson item, ToolNames? knownTools) => new()
    {
        Name = ReadName(item.Require("name")),
        Description = item.Text("description", MaxDescription),
        Instructions = item.Text("instructions", MaxInstructions),
        Tools = item.Member("tools") is { } tools ? ReadTools(tools, knownTools) : [],
        Model = item.Member("model")?.RequireText(DeviceLimits.MaxNameLength),
        Requires = item.Member("requires") is { } requires ? ReadRequirements(requires) : AgentRequirements.None,
        Workload = item.Member("workload")?.Choice(Workloads) ?? Workload.Light,
        Slots = (int)(item.Integer("slots", 1, MaxSlots, "slots") ?? SlotId.DefaultCount),
        Partition = item.Member("partition")?.Choice(PartitionModes) ?? PartitionMode.Pause,
        HistoryTokens = (int?)item.Integer("history_tokens", Agent.LeastHistoryTokens, Agent.MostHistoryTokens, "tokens"),
        Limits = item.Member("limits") is { } limits ? RunLimitsReader.Read(limits) : null,
        Guardrails = item.Member("guardrails") is { } guardrails ? GuardrailReader.Read(guardrails) : [],
        Agents = item.Member("agents") is { } links ? AgentLinks.Read(links) : [],
        Memory = item.Member("memory") is { } memory ? AgentMemoryReader.Read(memory) : null,
        Examples = item.Member("examples") is { } examples
            ? [.. examples.RequireArray(AgentExamples.Most).Select(example => example.RequireText(AgentExamples.MaxLength))]
            : [],
        ResponseFormat = item.Member("response_format") is { } format ? ResponseFormatReader.Read(format) : null,
        Price = item.Member("price") is { } price ? RunLimitsReader.ReadPrice(price) : null,
    };

    internal static AgentName ReadName(LocatedJson value) => AgentName.TryParse(value.RequireText(AgentName.MaxLength), out var name)
        ? name
        : throw value.Error($"'{value.Text}' is no agent name; it must match {AgentName.AllowedForm}.");

    private static ImmutableArray<ToolReference> ReadTools(LocatedJson tools, ToolNames? known)
    {
        var references = ImmutableArray.CreateBuilder<ToolReference>();
        foreach (var item in tools.RequireArray(MaxTools))
        {
            var reference = ReadTool(item);
            if (known?.Has(reference.Name) == false) throw item.Error(known.Unknown(reference.Name));
            if (references.Any(other => other.Name == reference.Name)) throw item.Error($"tool '{reference.Name}' is listed twice.");
            references.Add(reference);
        }

        return references.ToImmutable();
    }

    private static ToolReference ReadTool(LocatedJson item)
    {
        if (item.Kind == System.Text.Json.JsonValueKind.String) return new ToolReference(item.RequireText(DeviceLimits.MaxNameLength));
        item.RequireObject(ToolFields);
        return new ToolReference(item.Require("name").RequireText(DeviceLimits.MaxNameLength))
        {
            Approval = item.Member("approval")?.Choice(Approvals),
            Effect = item.Member("effect")?.Choice(Effects),
            Unanswered = item.Member("unanswered") is { } unanswered ? ReadUnanswered(unanswered) : null,
        };
    }

    private static Unanswered ReadUnanswered(LocatedJson item)
    {
        item.RequireObject(UnansweredFields);
        item.Require("after_seconds");
        var (least, most) = ((long)Unanswered.Least.TotalSeconds, (long)Unanswered.Most.TotalSeconds);
        return new Unanswered(TimeSpan.FromSeconds(item.Integer("after_seconds", least, most, "s")!.Value))
        {
            Approve = item.Member("then")?.Choice(Defaults) ?? false,
            Answer = item.Member("answer")?.RequireText(Unanswered.MaxAnswer),
        };
    }

    private static AgentRequirements ReadRequirements(LocatedJson requires)
    {
        requires.RequireObject(RequiresFields);
        return new AgentRequirements
        {
            Fp32Tflops = requires.Number("fp32_tflops", 0, DeviceLimits.MaxTflops, "TFLOPS"),
            Fp16Tflops = requires.Number("fp16_tflops", 0, DeviceLimits.MaxTflops, "TFLOPS"),
            Int8Tflops = requires.Number("int8_tflops", 0, DeviceLimits.MaxTflops, "TFLOPS"),
            MemoryMb = requires.Integer("memory_mb", 0, DeviceLimits.MaxMemoryMb, "MB"),
            VramMb = requires.Integer("vram_mb", 0, DeviceLimits.MaxMemoryMb, "MB"),
            Gpu = requires.Flag("gpu"),
            Labels = requires.Member("labels") is { } labels ? DeviceFile.ReadLabels(labels) : [],
        };
    }
}
