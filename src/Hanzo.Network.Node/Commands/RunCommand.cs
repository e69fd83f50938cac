using System.CommandLine;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Node.Commands;

internal static class RunCommand
{
    private const string Completed = "completed";

    private static readonly Argument<string> Agent = new("AGENT") { Description = "An agent, or 'auto' to let the network choose." };
    private static readonly Argument<string> Text = new("TEXT") { Description = "The prompt. After '--' it may begin with dashes." };
    private static readonly Option<string?> Session = new("--session") { Description = "Continue this session.", HelpName = "ID" };
    private static readonly Option<string?> RunId =
        new("--run-id") { Description = "Your id of the run: who asks again with it gets the same run.", HelpName = "ID" };
    private static readonly Option<string?> User =
        new("--user") { Description = "For whom it is: agents that remember keep users apart.", HelpName = "NAME" };

    private static readonly Option<string?> Placement =
        new("--placement") { Description = $"How the node is chosen: {PlacementNames.Allowed}.", HelpName = "NAME" };

    private static readonly Option<bool> Dedicated =
        new("--dedicated") { Description = "Start a session with a slot of its own, to be moved without others." };

    private static readonly Option<bool> Stream = new("--stream") { Description = "Show each step as it happens." };

    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var limits = new LimitOptions();
        var command = new Command("run", "Ask an agent.") { Agent, Text, Session, RunId, User, Placement, Dedicated, Stream };
        nodes.AddTo(command);
        limits.AddTo(command);
        command.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValue(Text))) result.AddError("TEXT is empty; give the agent something to answer.");
            if (result.GetValue(RunId) is { } id && GivenRunId.Check(id) is { } wrong) result.AddError($"--run-id: {wrong}");
            if (result.GetValue(User) is { } user && MemoryLimits.CheckUser(user) is { } noUser) result.AddError($"--user: {noUser}");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var screen = context.Screen(parsed);
            var request = new RunRequestBody
            {
                Input = parsed.GetValue(Text),
                Agent = parsed.GetValue(Agent),
                Session = parsed.GetValue(Session),
                RunId = parsed.GetValue(RunId),
                User = parsed.GetValue(User),
                Placement = parsed.GetValue(Placement),
                Dedicated = parsed.GetValue(Dedicated),
                Limits = limits.Read(parsed),
            };
            using var watch = new RunWatch(node, () => nodes.Connect(parsed, context.Variables), TimeProvider.System);
            return parsed.GetValue(Stream)
                ? await StreamAsync(watch, request, screen, cancellation)
                : await AskAsync(watch, request, screen, cancellation);
        });
        return command;
    }

    private static async Task<int> AskAsync(RunWatch watch, RunRequestBody request, Screen screen, CancellationToken cancellation)
    {
        var run = await screen.WaitAsync($"{request.Agent} is thinking", () => screen.Json
            ? watch.Node.RunAsync(request, cancellation)
            : WaitAsync(watch, request, screen, cancellation));
        return Finish(run, screen);
    }

    /// <summary>Says when the run waits for a person: that may be who waits for the run.</summary>
    private static async Task<RunBody> WaitAsync(RunWatch watch, RunRequestBody request, Screen screen, CancellationToken cancellation)
    {
        var started = await watch.Node.RunAsync(request with { Wait = false }, cancellation);
        await foreach (var step in watch.WatchAsync(started.RunId, cancellation))
            if (QuestionHint.IsOne(step)) screen.Quiet($"waits for a person: {QuestionHint.Of(step)}");
        return await watch.Node.GetRunAsync(started.RunId, cancellation);
    }

    private static async Task<int> StreamAsync(RunWatch watch, RunRequestBody request, Screen screen, CancellationToken cancellation)
    {
        var started = await watch.Node.RunAsync(request with { Wait = false }, cancellation);
        var steps = watch.WatchAsync(started.RunId, cancellation);
        if (screen is { IsTerminal: true, Json: false })
            await new LiveRun(screen.Console, TimeProvider.System).ShowAsync(steps, cancellation);
        else
            await foreach (var step in steps) Write(step, screen);
        return Finish(await watch.Node.GetRunAsync(started.RunId, cancellation), screen);
    }

    private static void Write(RunEventBody step, Screen screen)
    {
        if (screen.Json) screen.WriteJson(step, ApiJson.Default.RunEventBody);
        else screen.Line($"{step.At.ToLocalTime():HH:mm:ss.fff} {step.Type,-18} {step.Data.ToJsonString()}");
    }

    private static int Finish(RunBody run, Screen screen)
    {
        if (screen.Json) screen.WriteJson(run, ApiJson.Default.RunBody);
        else if (run.Status == Completed) screen.Line(run.Output);
        if (!screen.Json) screen.Quiet($"{run.Agent} ran on node {run.Node} (session {run.Session}): {run.Why}");
        if (run.Status == Completed) return ExitCode.Ok;
        return screen.Json ? ExitCode.Failed : screen.Failed(run.Status, $"run {run.RunId} {run.Status}: {run.Error}");
    }
}
