using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

internal static class AgentsCommand
{
    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command("agents", "The agents of the network and the nodes that may run them.");
        nodes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var agents = await node.GetAgentsAsync(cancellation);
            var screen = context.Screen(parsed);
            if (screen.Json) screen.WriteJson(agents, ApiJson.Default.AgentsBody);
            else NetworkTables.WriteAgents(screen, agents);
            return ExitCode.Ok;
        });
        return command;
    }
}
