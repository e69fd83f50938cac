using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

/// <summary><c>hanzo approve</c> and <c>hanzo reject</c>: a person's word on what a run waits for.</summary>
internal static class AnswerCommands
{
    private static readonly Argument<string> Run = new("RUN") { Description = "The run that waits." };
    private static readonly Argument<string?> Approval = new("APPROVAL")
    {
        Description = "Which of the calls it waits with; it may be left out when there is but one.", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Reason = new("--reason") { Description = "Why; the agent is told.", HelpName = "TEXT" };

    public static Command Approve(CommandContext context) =>
        Create(context, "approve", "Allow a call of a tool that waits for you.", approved: true);

    public static Command Reject(CommandContext context) =>
        Create(context, "reject", "Refuse a call of a tool that waits for you.", approved: false);

    private static Command Create(CommandContext context, string name, string description, bool approved)
    {
        var nodes = new NodeOptions();
        var command = new Command(name, description) { Run, Approval, Reason };
        nodes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var (screen, run) = (context.Screen(parsed), parsed.GetValue(Run)!);
            var waiting = await node.GetRunAsync(run, cancellation);
            if (parsed.GetValue(Approval) is not { } approval)
            {
                if (waiting.Approvals.Length != 1) return WhichOne(screen, waiting);
                approval = waiting.Approvals[0].Id;
            }

            var answered = await node.AnswerAsync(run, approval, new AnswerBody(approved, parsed.GetValue(Reason)), cancellation);
            if (screen.Json)
            {
                screen.WriteJson(answered, ApiJson.Default.RunBody);
                return ExitCode.Ok;
            }

            if (waiting.Approvals.FirstOrDefault(asked => asked.Id == approval) is { } question)
                screen.Line($"{(approved ? "allowed" : "refused")} {TextOf(question)}");
            screen.Line($"run {answered.RunId} is {answered.Status}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static int WhichOne(Screen screen, RunBody run)
    {
        if (run.Approvals.IsEmpty) return screen.Failed("conflict", $"run {run.RunId} is {run.Status} and waits for nobody.");
        return screen.BadUsage(
            $"run {run.RunId} waits with {run.Approvals.Length} calls; say which: {string.Join("; ", run.Approvals.Select(TextOf))}");
    }

    private static string TextOf(ApprovalBody asked) => $"{asked.Id}: {asked.Tool} {asked.Arguments} ({asked.Question})";
}
