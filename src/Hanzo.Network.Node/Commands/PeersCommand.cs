using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

internal static class PeersCommand
{
    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command("peers", "The other nodes that one node knows.");
        var health = new Option<bool>("--health") { Description = "How they do: state, latency, and when they were heard of last." };
        nodes.AddTo(command);
        command.Options.Add(health);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var network = await node.GetNetworkAsync(cancellation);
            var screen = context.Screen(parsed);
            if (screen.Json) screen.WriteJson(network.Peers, ApiJson.Default.ImmutableSortedDictionaryStringPeerBody);
            else if (parsed.GetValue(health)) NetworkTables.WriteHealth(screen, network, TimeProvider.System.GetUtcNow());
            else NetworkTables.WritePeers(screen, network);
            return ExitCode.Ok;
        });
        return command;
    }
}
