using System.CommandLine;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Text;

namespace Hanzo.Network.Node.Commands;

internal static class MigrateCommand
{
    private static readonly Argument<string> Target = new("SESSION|SLOT") { Description = "A slot, such as math.7, or a session in it." };
    private static readonly Argument<string> Node = new("NODE") { Description = "Id of the node to move it to." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say which sessions would move." };
    private static readonly Option<string?> Timeout = Durations.Option(
        "How long to wait until it has moved; calls under way get 10s to end", MigrationRequest.DefaultTimeout);

    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command("migrate", "Move a slot with all its sessions to another node; their runs go on there.")
        {
            Target, Node, DryRun, Timeout,
        };
        nodes.AddTo(command);
        Durations.Validate(command, Timeout, MigrationRequest.MaxTimeout);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var screen = context.Screen(parsed);
            var timeout = TimeText.Parse(parsed.GetValue(Timeout))?.TotalSeconds;
            var request =
                new MigrationRequestBody(parsed.GetValue(Target)!, parsed.GetValue(Node)!, parsed.GetValue(DryRun), timeout);
            var moved = await screen.WaitAsync($"{request.Target} moves to {request.Node}", () => node.MigrateAsync(request, cancellation));
            if (screen.Json) screen.WriteJson(moved, ApiJson.Default.MigrationBody);
            else Tell(screen, moved);
            return moved.Status == ApiNames.Of(MigrationStatus.Moving) ? ExitCode.Failed : ExitCode.Ok;
        });
        return command;
    }

    private static void Tell(Screen screen, MigrationBody moved)
    {
        screen.Line(moved.Status switch
        {
            "possible" => $"slot {moved.Slot} would move from {moved.From} to {moved.To}",
            "there" => $"slot {moved.Slot} is on {moved.To} already",
            "moved" => $"slot {moved.Slot} has moved from {moved.From} to {moved.To}",
            "reserved" => $"no node has slot {moved.Slot} yet; its first session starts on {moved.To}",
            _ => $"slot {moved.Slot} still moves from {moved.From} to {moved.To}: it waits for calls under way",
        });
        if (moved.From is null) return;
        screen.Line(moved.Sessions.IsEmpty ? "with no session in memory" : $"with {Counted.Of(moved.Sessions.Length, "session")}:");
        foreach (var session in moved.Sessions) screen.Line($"  {session}");
    }
}
