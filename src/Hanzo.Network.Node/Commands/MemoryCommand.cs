using System.CommandLine;
using System.Globalization;
using Hanzo.Network.Memory;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

/// <summary><c>hanzo memory …</c>: what agents remember.</summary>
internal static class MemoryCommand
{
    private static readonly Argument<string> Query = new("TEXT") { Description = "What the memories are to have to do with." };
    private static readonly Argument<string> Text = new("TEXT") { Description = $"At most {MemoryLimits.MaxText} characters." };
    private static readonly Option<string?> Id = new("--id") { Description = "Of one memory, as 'list' shows it.", HelpName = "ID" };
    private static readonly Option<string?> Agent = new("--agent") { Description = "That this agent remembers.", HelpName = "NAME" };
    private static readonly Option<string?> User = new("--user") { Description = "Of runs for this user.", HelpName = "NAME" };
    private static readonly Option<string?> Session = new("--session") { Description = "Of this session.", HelpName = "ID" };
    private static readonly Option<bool> All = new("--all") { Description = "Every memory of every agent." };

    private static readonly Option<string?> Kind = new("--kind")
    {
        Description = $"{string.Join(", ", MemoryNames.Kinds.Select(kind => kind.Name))}.", HelpName = "NAME",
    };

    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = $"Memories shown, 1 to {MemoryLimits.MostListed - 1}.", HelpName = "N",
    };

    public static Command Create(CommandContext context) => new("memory", "What agents remember.")
    {
        List(context), Search(context), Add(context), Delete(context),
    };

    private static Command List(CommandContext context) => Of(
        context,
        new Command("list", "List memories, the newest first.") { Id, Agent, User, Session, Kind, Limit },
        async (memories, screen, parsed, cancellation) =>
            Show(screen, await memories.ListAsync(Narrowed(parsed).Append(Limited(parsed)), cancellation)));

    private static Command Search(CommandContext context) => Of(
        context,
        new Command("search", "Find memories that have to do with a text, the best first.") { Query, Agent, User, Session, Kind, Limit },
        async (memories, screen, parsed, cancellation) =>
        {
            var parameters = Narrowed(parsed).Append(Limited(parsed)).Append(("query", parsed.GetValue(Query)));
            Show(screen, await memories.ListAsync(parameters, cancellation));
        });

    private static Command Add(CommandContext context) => Of(
        context,
        new Command("add", "Tell the memory something: for an agent, or all that share theirs; for everybody, or one user.")
        {
            Text, Agent, User,
        },
        async (memories, screen, parsed, cancellation) =>
        {
            var memory = new NewMemoryBody(parsed.GetValue(Text)!, parsed.GetValue(Agent), parsed.GetValue(User), null);
            var added = await memories.AddAsync(memory, cancellation);
            if (screen.Json) screen.WriteJson(added, ApiJson.Default.MemoryBody);
            else screen.Line($"remembered as {added.Id}");
        });

    private static Command Delete(CommandContext context) => Of(
        context,
        new Command("delete", "Forget memories, by whom or what they are from.") { Id, Agent, User, Session, Kind, All },
        async (memories, screen, parsed, cancellation) =>
        {
            var parameters = Narrowed(parsed).Append(("all", parsed.GetValue(All) ? "true" : null));
            var gone = await memories.DeleteAsync(parameters, cancellation);
            if (screen.Json) screen.WriteJson(gone, ApiJson.Default.ForgottenBody);
            else screen.Line($"forgotten: {gone.Deleted}");
        });

    private static IEnumerable<(string Name, string? Value)> Narrowed(ParseResult parsed) =>
    [
        ("id", Told(parsed, Id)), ("agent", Told(parsed, Agent)), ("user", Told(parsed, User)), ("session", Told(parsed, Session)),
        ("kind", Told(parsed, Kind)),
    ];

    /// <summary>Null where it is not given, or is no option of the command.</summary>
    private static string? Told(ParseResult parsed, Option<string?> option) =>
        parsed.GetResult(option) is null ? null : parsed.GetValue(option);

    private static (string Name, string? Value) Limited(ParseResult parsed) =>
        ("limit", parsed.GetValue(Limit)?.ToString(CultureInfo.InvariantCulture));

    private static void Show(Screen screen, MemoriesBody list)
    {
        if (screen.Json) screen.WriteJson(list, ApiJson.Default.MemoriesBody);
        else MemoryTables.Write(screen, list);
    }

    private static Command Of(
        CommandContext context, Command command, Func<MemoryClient, Screen, ParseResult, CancellationToken, Task> act)
    {
        var nodes = new NodeOptions();
        nodes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            await act(new MemoryClient(node), context.Screen(parsed), parsed, cancellation);
            return ExitCode.Ok;
        });
        return command;
    }
}
