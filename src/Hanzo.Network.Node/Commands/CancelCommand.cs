using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

/// <summary><c>hanzo cancel</c>: ends a run.</summary>
internal static class CancelCommand
{
    private static readonly Argument<string> Run = new("RUN") { Description = "The run to end." };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why; it is kept with the run.", HelpName = "TEXT" };

    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command("cancel", "End a run, and cut what it has under way.") { Run, Reason };
        nodes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var screen = context.Screen(parsed);
            var run = await node.CancelAsync(parsed.GetValue(Run)!, new CancelBody(parsed.GetValue(Reason)), cancellation);
            if (screen.Json) screen.WriteJson(run, ApiJson.Default.RunBody);
            else screen.Line($"run {run.RunId} is {run.Status}: {run.Error}");
            return ExitCode.Ok;
        });
        return command;
    }
}
