using System.CommandLine;
using System.Globalization;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Text;

namespace Hanzo.Network.Node.Commands;

/// <summary><c>hanzo checkpoint …</c>: what a node keeps of shared state as it was.</summary>
internal static class CheckpointCommand
{
    private static readonly Argument<string> Id = new("ID") { Description = "Of a checkpoint, as 'list' shows it." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say what would change." };

    public static Command Create(CommandContext context) => new("checkpoint", "Shared state as it was at a moment.")
    {
        Take(context), List(context), Restore(context), Delete(context),
    };

    private static Command Take(CommandContext context) => Of(
        context, new Command("create", "Take a checkpoint; it stays until it is deleted."), async (checkpoints, screen, _, cancellation) =>
        {
            var taken = await checkpoints.CreateAsync(cancellation);
            if (screen.Json) screen.WriteJson(taken, ApiJson.Default.CheckpointBody);
            else screen.Line($"{taken.Id} with {Counted.Of(taken.Keys ?? 0, "key")}");
        });

    private static Command List(CommandContext context) => Of(
        context, new Command("list", "List the checkpoints of the node, newest first."), async (checkpoints, screen, _, cancellation) =>
        {
            var list = await checkpoints.ListAsync(cancellation);
            if (screen.Json) screen.WriteJson(list, ApiJson.Default.CheckpointsBody);
            else foreach (var one in list.Checkpoints) screen.Line(TextOf(one));
        });

    private static Command Restore(CommandContext context) => Of(
        context, new Command("restore", "Make the keys say what they said then; what they say now is kept as a checkpoint") { Id, DryRun },
        async (checkpoints, screen, parsed, cancellation) =>
        {
            var restored = await checkpoints.RestoreAsync(parsed.GetValue(Id)!, parsed.GetValue(DryRun), cancellation);
            if (screen.Json) screen.WriteJson(restored, ApiJson.Default.RestoreBody);
            else Tell(screen, restored);
        });

    private static Command Delete(CommandContext context) => Of(
        context, new Command("delete", "Delete a checkpoint.") { Id }, async (checkpoints, screen, parsed, cancellation) =>
        {
            var id = parsed.GetValue(Id)!;
            await checkpoints.DeleteAsync(id, cancellation);
            screen.WriteRemoved(id);
        });

    private static Command Of(
        CommandContext context, Command command, Func<CheckpointClient, Screen, ParseResult, CancellationToken, Task> act)
    {
        var nodes = new NodeOptions();
        nodes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            await act(new CheckpointClient(node), context.Screen(parsed), parsed, cancellation);
            return ExitCode.Ok;
        });
        return command;
    }

    private static string TextOf(CheckpointBody one) => one.Damage is { } damage
        ? $"{one.Id} {damage}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Id} {one.At:u} {one.Reason}, {Counted.Of(one.Keys ?? 0, "key")}, {one.Bytes} bytes, by {one.Node}");

    private static void Tell(Screen screen, RestoreBody restored)
    {
        foreach (var change in restored.Changes)
            screen.Line($"  {change.Key}: {change.Now?.GetRawText() ?? "not there"} -> {change.Then?.GetRawText() ?? "not there"}");
        var changes = Counted.Of(restored.ChangeCount - restored.LeftCount, "key");
        screen.Line(restored.DryRun
            ? $"{changes} would change"
            : $"{changes} changed; what they said before is checkpoint {restored.Before}");
        if (restored.LeftCount == 0) return;
        var rest = restored.LeftCount - restored.ChangedMeanwhile.Length;
        screen.Line($"left as somebody else has just made them: {string.Join(", ", restored.ChangedMeanwhile)}"
            + (rest > 0 ? $" and {rest} more" : ""));
    }
}
