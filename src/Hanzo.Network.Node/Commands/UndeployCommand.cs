using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

internal static class UndeployCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "A deployed agent." };

    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command("undeploy", "Take a deployed agent back: runs under way end, later ones are refused.") { Name };
        nodes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var name = parsed.GetValue(Name)!;
            await node.UndeployAsync(name, cancellation);
            var screen = context.Screen(parsed);
            if (screen.Json) screen.WriteJson(new UndeployedBody(name), ApiJson.Default.UndeployedBody);
            else screen.Line($"undeployed {name}; runs under way end, later ones are refused");
            return ExitCode.Ok;
        });
        return command;
    }
}
