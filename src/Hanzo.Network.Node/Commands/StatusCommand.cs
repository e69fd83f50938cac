using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

internal static class StatusCommand
{
    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command("status", "The network as one node sees it.");
        nodes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var network = await node.GetNetworkAsync(cancellation);
            var screen = context.Screen(parsed);
            if (screen.Json) screen.WriteJson(network, ApiJson.Default.NetworkBody);
            else NetworkTables.WriteStatus(screen, network);
            return ExitCode.Ok;
        });
        return command;
    }
}
