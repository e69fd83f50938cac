using System.CommandLine;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

internal static class DrainCommand
{
    private static readonly Option<string?> Timeout = Durations.Option("How long runs under way may go on", DrainStep.DefaultTimeout);

    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command("drain", "Take a node out of service: its sessions move or end, then it leaves and its process ends.")
        {
            Timeout,
        };
        nodes.AddTo(command);
        Durations.Validate(command, Timeout, DrainStep.MaxTimeout);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var screen = context.Screen(parsed);
            var id = (await node.GetNetworkAsync(cancellation)).NodeId;
            DrainBody? last = null;
            await foreach (var step in node.DrainAsync(Durations.Parse(parsed.GetValue(Timeout))?.TotalSeconds, cancellation))
            {
                last = step;
                if (screen.Json) screen.WriteJson(step, ApiJson.Default.DrainBody);
                else screen.Line(Text(step));
            }

            return await FinishAsync(node, id, last, screen, cancellation);
        });
        return command;
    }

    private static async Task<int> FinishAsync(NodeClient node, string id, DrainBody? last, Screen screen, CancellationToken cancellation)
    {
        if (last is null || last.Phase == ApiNames.Of(DrainPhase.Draining))
            return screen.Failed("interrupted", $"node {id} ended before it was drained.");
        await screen.WaitAsync($"node {id} leaves", async () =>
        {
            await node.UntilGoneAsync(cancellation);
            return true;
        });
        if (last.Phase == ApiNames.Of(DrainPhase.TimedOut))
            return screen.Failed("timed_out", $"time was up: {Runs(last)} on node {id} were cut when it left.");
        if (!screen.Json) screen.Line($"node {id} is drained and has left");
        return ExitCode.Ok;
    }

    private static string Text(DrainBody step)
    {
        var kept = step.SlotsKept > 0 ? $", {step.SlotsKept} slots stay: no other node has their history" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{step.Phase}: {Runs(step)}, {step.SlotsToMove} slots to move{kept}");
    }

    private static string Runs(DrainBody step) =>
        string.Create(CultureInfo.InvariantCulture, $"{step.ActiveRuns} runs under way and {step.QueuedRuns} waiting");
}
