using System.CommandLine;
using Hanzo.Network.Conversations;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

/// <summary>
/// <c>hanzo sessions [ID]</c>: what a node's journal holds, and what each session takes; <c>hanzo sessions delete ID</c>.
/// </summary>
internal static class SessionsCommand
{
    private static readonly Argument<string?> Id =
        new("ID") { Description = "Tells of one session and its runs.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Argument<string> Unwanted = new("ID") { Description = "A session none of whose runs is under way." };

    private static readonly Option<string?> After =
        new("--after") { Description = "Goes on after this session.", HelpName = "ID" };

    private static readonly Option<int?> Limit =
        new("--limit") { Description = $"Sessions listed at once, 1 to {StoredSessions.Most}.", HelpName = "N" };

    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command("sessions", "The sessions in the journal of a node, with the bytes that each takes.")
        {
            Id, After, Limit, Delete(context),
        };
        nodes.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Id) is null) return;
            foreach (var option in new Option[] { After, Limit })
                if (result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name} is for the list, not for one session.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var (sessions, screen) = (new SessionClient(node), context.Screen(parsed));
            if (parsed.GetValue(Id) is { } id)
            {
                var session = await sessions.GetAsync(id, cancellation);
                if (screen.Json) screen.WriteJson(session, ApiJson.Default.SessionBody);
                else SessionTables.Write(screen, session);
                return ExitCode.Ok;
            }

            var list = await sessions.ListAsync(parsed.GetValue(After), parsed.GetValue(Limit), cancellation);
            if (screen.Json) screen.WriteJson(list, ApiJson.Default.SessionsBody);
            else SessionTables.Write(screen, list);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Delete(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command("delete", "Delete a session of the network with all that was said in it.") { Unwanted };
        nodes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var (id, screen) = (parsed.GetValue(Unwanted)!, context.Screen(parsed));
            await new SessionClient(node).DeleteAsync(id, cancellation);
            screen.WriteRemoved(id);
            return ExitCode.Ok;
        });
        return command;
    }
}
