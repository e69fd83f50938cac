using System.CommandLine;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Commands;

internal static class DrainCommand
{
    private static readonly Option<string?> Timeout = Durations.Option(
        "How long runs under way may go on, in slots that can move until 15s before that", DrainStep.DefaultTimeout);

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
            using var node = nodes.Connect(parsed, context.Variables, byName: true);
            var screen = context.Screen(parsed);
            var id = (await node.GetNetworkAsync(cancellation)).NodeId;
            DrainBody? last = null;
            await foreach (var step in node.DrainAsync(TimeText.Parse(parsed.GetValue(Timeout))?.TotalSeconds, cancellation))
            {
                last = step;
                if (screen.Json) screen.WriteJson(step, ApiJson.Default.DrainBody);
                else screen.Line(DrainText.Of(step));
            }

            return await FinishAsync(node, id, last, screen, cancellation);
        });
        return command;
    }

    private static async Task<int> FinishAsync(NodeClient node, string id, DrainBody? last, Screen screen, CancellationToken cancellation)
    {
        if (last is null || last.Phase == ApiNames.Of(DrainPhase.Draining))
            return screen.Failed("interrupted", $"node {id} was stopped before it was drained.");
        await screen.WaitAsync($"node {id} leaves", async () =>
        {
            await node.UntilGoneAsync(cancellation);
            return true;
        });
        if (last.Phase == ApiNames.Of(DrainPhase.TimedOut))
            return screen.Failed("timed_out", DrainText.TimedOut(id, last));
        if (!screen.Json) screen.Line($"node {id} is drained and has left");
        return ExitCode.Ok;
    }
}
