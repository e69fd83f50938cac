using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

/// <summary><c>hanzo takeover</c>: a person says that the other side is dead.</summary>
internal static class TakeoverCommand
{
    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command(
            "takeover",
            "Declare those nodes dead that a node is cut off from: it goes on as the network. If they live after all and have a journal "
            + "of their own, only one side's continuation of a session is kept.");
        nodes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables, byName: true);
            var screen = context.Screen(parsed);
            var ended = await node.TakeOverAsync(cancellation);
            if (screen.Json) screen.WriteJson(ended, ApiJson.Default.PartitionBody);
            else screen.Line($"node {ended.Node} goes on without {string.Join(", ", ended.Others)}, which are taken for dead");
            return ExitCode.Ok;
        });
        return command;
    }
}
