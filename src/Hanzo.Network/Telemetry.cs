using System.Diagnostics;
using System.Diagnostics.Metrics;
using Hanzo.Network.Agents;

namespace Hanzo.Network;

/// <summary>
/// The traces and metrics of a network. Span and attribute names follow OpenTelemetry's generative-AI conventions where they
/// have a name for it, else <c>hanzo.*</c>. Neither prompts nor answers are recorded.
/// </summary>
public static class Telemetry
{
    public const string Name = "Hanzo.Network";

    public static readonly ActivitySource Source = new(Name);
    public static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Runs = Meter.CreateCounter<long>("hanzo.runs", "{run}", "Runs that ended, by agent and status.");
    private static readonly Histogram<double> RunDuration = Meter.CreateHistogram<double>(
        "hanzo.run.duration", "s", "From recorded to ended.");
    private static readonly Histogram<double> ModelDuration = Meter.CreateHistogram<double>(
        "gen_ai.client.operation.duration", "s", "One call of a model.");
    private static readonly Counter<long> ModelTokens = Meter.CreateCounter<long>(
        "hanzo.model.tokens", "{token}", "Tokens that models reported.");
    private static readonly Histogram<double> ToolDuration = Meter.CreateHistogram<double>(
        "hanzo.tool.duration", "s", "One call of a tool.");

    /// <summary>Starts a span under the context that travelled with a request; under the ambient one when there is none.</summary>
    public static Activity? Start(string name, ActivityKind kind, string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent)
            ? Source.StartActivity(name, kind, parent)
            : Source.StartActivity(name, kind);

    /// <summary>The span of a run at its session: <c>invoke_agent {agent}</c>.</summary>
    public static Activity? StartRun(RunId run, string? traceParent)
    {
        var activity = Start($"invoke_agent {run.Session.Agent}", ActivityKind.Internal, traceParent);
        activity?.SetTag("gen_ai.operation.name", "invoke_agent");
        activity?.SetTag("gen_ai.agent.name", run.Session.Agent.Value);
        activity?.SetTag("gen_ai.conversation.id", run.Session.ToString());
        activity?.SetTag("hanzo.run", run.ToString());
        return activity;
    }

    public static void RunEnded(AgentName agent, RunStatus status, TimeSpan duration)
    {
        var tags = new TagList { { "gen_ai.agent.name", agent.Value }, { "hanzo.status", NameOf(status) } };
        Runs.Add(1, tags);
        RunDuration.Record(duration.TotalSeconds, tags);
    }

    internal static void ModelEnded(string model, TimeSpan duration, string? error, long inputTokens, long outputTokens)
    {
        ModelDuration.Record(duration.TotalSeconds, new TagList { { "gen_ai.request.model", model }, { "error.type", error } });
        if (inputTokens > 0)
            ModelTokens.Add(inputTokens, new TagList { { "gen_ai.request.model", model }, { "gen_ai.token.type", "input" } });
        if (outputTokens > 0)
            ModelTokens.Add(outputTokens, new TagList { { "gen_ai.request.model", model }, { "gen_ai.token.type", "output" } });
    }

    internal static void ToolEnded(string tool, TimeSpan duration, bool failed) =>
        ToolDuration.Record(duration.TotalSeconds, new TagList { { "gen_ai.tool.name", tool }, { "hanzo.failed", failed } });

    private static string NameOf(RunStatus status) => status switch
    {
        RunStatus.Running => "running",
        RunStatus.Waiting => "waiting",
        RunStatus.Completed => "completed",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        _ => "unknown",
    };
}
