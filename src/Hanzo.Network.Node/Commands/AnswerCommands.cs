using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

/// <summary><c>hanzo approve</c>, <c>reject</c> and <c>answer</c>: a person's word on what a run waits for.</summary>
internal static class AnswerCommands
{
    private static readonly Argument<string> Run = new("RUN") { Description = "The run that waits." };
    private static readonly Argument<string> Text = new("TEXT") { Description = "The answer. After '--' it may begin with dashes." };
    private static readonly Argument<string?> Approval = new("APPROVAL")
    {
        Description = "Which of the calls it waits with; it may be left out when there is but one.", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Reason = new("--reason") { Description = "Why; the agent is told.", HelpName = "TEXT" };

    public static Command Approve(CommandContext context) => Create(
        context, new Command("approve", "Allow a call of a tool that waits for you.") { Run, Approval, Reason }, "allowed",
        parsed => new AnswerBody(true, parsed.GetValue(Reason)));

    public static Command Reject(CommandContext context) => Create(
        context, new Command("reject", "Refuse a call or a question that waits for you.") { Run, Approval, Reason }, "refused",
        parsed => new AnswerBody(false, parsed.GetValue(Reason)));

    public static Command Answer(CommandContext context) => Create(
        context, new Command("answer", "Answer a question that an agent asks you.") { Run, Text, Approval }, "answered",
        parsed => new AnswerBody(true, null) { Answer = parsed.GetValue(Text) });

    private static Command Create(CommandContext context, Command command, string done, Func<ParseResult, AnswerBody> answerOf)
    {
        var nodes = new NodeOptions();
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

            var answered = await node.AnswerAsync(run, approval, answerOf(parsed), cancellation);
            if (screen.Json)
            {
                screen.WriteJson(answered, ApiJson.Default.RunBody);
                return ExitCode.Ok;
            }

            if (waiting.Approvals.FirstOrDefault(asked => asked.Id == approval) is { } question)
                screen.Line($"{done} {TextOf(question)}");
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

    private static string TextOf(ApprovalBody asked)
    {
        var who = asked.Run is { } other ? $"; asked by run {other}" : "";
        return $"{asked.Id}: {asked.Tool} {asked.Arguments} ({asked.Question}{who})";
    }
}
