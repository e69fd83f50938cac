using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

internal static class WhyCommand
{
    private static readonly Argument<string> Agent = new("AGENT");
    private static readonly Option<string?> Without =
        new("--without") { Description = "What if this node were not there?", HelpName = "NODE" };

    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command("why", "Why sessions of an agent go where they go: each node's score and what it lacks.")
        {
            Agent, Without,
        };
        nodes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var placement = await node.GetPlacementAsync(parsed.GetValue(Agent)!, parsed.GetValue(Without), cancellation);
            var screen = context.Screen(parsed);
            if (screen.Json) screen.WriteJson(placement, ApiJson.Default.PlacementBody);
            else PlacementTable.Write(screen, placement, TimeProvider.System.GetUtcNow());
            return ExitCode.Ok;
        });
        return command;
    }
}
