using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Tests.Support;

namespace Hanzo.Network.Node.Tests.Completions;

/// <summary>Events of a run as the network tells them.</summary>
internal static class Steps
{
    public static RunEvent Queued(string why = "the only node") => Of(RunEventTypes.Queued, new() { ["why"] = why, ["input"] = "Hi" });

    public static RunEvent Started(string node = "two") => Of(RunEventTypes.Started, new() { ["node"] = node });

    public static RunEvent Delta(string text) =>
        new(null, RunEventTypes.ModelDelta, FakeNetwork.Run, DateTimeOffset.UnixEpoch, new JsonObject { ["text"] = text });

    public static RunEvent Replied(string text, int calls = 0) =>
        Of(RunEventTypes.ModelReplied, new() { ["step"] = 1, ["text"] = text, ["tool_calls"] = calls });

    public static RunEvent Blocked() =>
        Of(RunEventTypes.GuardrailTripped, new() { ["step"] = 1, ["guardrail"] = "no-names", ["blocked"] = true });

    public static RunEvent Completed(string output) => Of(RunEventTypes.Completed, new()
    {
        ["output"] = output, ["usage"] = new RunUsage { ModelCalls = 1, InputTokens = 11, OutputTokens = 7 }.ToJson(),
    });

    public static RunEvent Failed(string error) => Of(RunEventTypes.Failed, new() { ["error"] = error });

    public static RunEvent Cancelled(string error) => Of(RunEventTypes.Cancelled, new() { ["error"] = error });

    private static RunEvent Of(string type, JsonObject data) => new(1, type, FakeNetwork.Run, DateTimeOffset.FromUnixTimeSeconds(77), data);
}
