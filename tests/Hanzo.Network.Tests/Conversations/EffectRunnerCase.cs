using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Models;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>Calls of one run, executed on manual time.</summary>
public abstract class EffectRunnerCase
{
    private protected static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private protected static readonly RunId Run = new(Talk.Session, 1);

    private protected ManualTime Time { get; } = new();

    private protected static Agent Agent(params string[] tools) => new()
    {
        Name = AgentName.Parse("test"),
        Instructions = "Do it.",
        Tools = [.. tools.Select(tool => new ToolReference(tool))],
    };

    private protected static Tool Tool(string name, Delegate function) => new(AIFunctionFactory.Create(function, name), new ToolOptions());

    private protected static CallModel ModelCall() => new(new EffectId(1, 1), Run, [new UserEntry("u")]);

    private protected static CallTool ToolCall(string tool, string arguments = "{}") =>
        new(new EffectId(1, 2), Run, new ToolRequest("c1", tool, arguments));

    private protected EffectRunner RunnerOf(IChatClient model, params Tool[] tools) =>
        new(new ModelProvider(model), new ToolCatalog(tools), Time);

    private protected Task<EffectOutcome> Model(IChatClient model, ImmutableList<TranscriptEntry>? transcript = null) =>
        RunnerOf(model).RunAsync(
            ModelCall() with { Transcript = transcript ?? [new UserEntry("u")] }, Agent(), null, CancellationToken.None);

    private protected Task<EffectOutcome> Call(Tool tool, string arguments) =>
        RunnerOf(new OfflineChatClient(), tool).RunAsync(ToolCall(tool.Name, arguments), Agent(tool.Name), null, CancellationToken.None);
}
