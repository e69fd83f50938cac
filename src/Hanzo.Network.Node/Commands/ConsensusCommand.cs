using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

/// <summary><c>hanzo consensus …</c>: what the nodes of the network agree on.</summary>
internal static class ConsensusCommand
{
    private static readonly Argument<string> Key = new("KEY") { Description = "The key: 1 to 512 bytes." };

    private static readonly Argument<string> Value = new("VALUE") { Description = "A text of at most 64 KiB." };

    private static readonly Argument<string> Prefix = new("PREFIX")
    {
        Description = "Only keys that begin so.", DefaultValueFactory = _ => "",
    };

    private static readonly Argument<string> Transaction = new("JSON")
    {
        Description = """
            As {"if":[{"key":"k","part":"Version","kind":"Equal","number":0}],"then":[{"kind":"put","key":"k","value":"v"}],"else":[]}.
            """,
    };

    private static readonly Argument<string> Member = new("NODE") { Description = "Its id; it will not come back." };

    private static readonly Option<long?> IfModified = NumberOption.Of(
        "--if-modified", "REVISION", "Only if the key's last change has this revision still; 0: only if it is not there.");

    private static readonly Option<long?> Lease = NumberOption.Of("--lease", "ID", "With which the key goes.");

    private static readonly Option<long?> After = NumberOption.Of(
        "--after", "REVISION", "Go on after this revision, instead of with what is there.");

    public static Command Create(CommandContext context) => new("consensus", "What the nodes of the network agree on.")
    {
        Status(context), Get(context), Put(context), Delete(context), List(context), Transact(context), Watch(context), Remove(context),
    };

    private static Command Status(CommandContext context) => Of(
        context, new Command("status", "The group's leader and members, as one node sees it."), async (group, screen, _, cancellation) =>
        {
            var status = await group.GetStatusAsync(cancellation);
            if (screen.Json) screen.WriteJson(status, ApiJson.Default.ConsensusBody);
            else foreach (var line in ConsensusText.Lines(status)) screen.Line(line);
        });

    private static Command Get(CommandContext context) => Of(
        context, new Command("get", "Print the value of a key.") { Key }, async (group, screen, parsed, cancellation) =>
        {
            var found = await group.GetAsync(parsed.GetValue(Key)!, cancellation);
            if (screen.Json) screen.WriteJson(found, ApiJson.Default.ConsensusKeyBody);
            else screen.Line(found.Value);
        });

    private static Command Put(CommandContext context) => Of(
        context, new Command("put", "Make a key hold a value.") { Key, Value, IfModified, Lease },
        async (group, screen, parsed, cancellation) =>
        {
            var (key, value) = (parsed.GetValue(Key)!, parsed.GetValue(Value)!);
            var done = await group.PutAsync(key, value, parsed.GetValue(IfModified), parsed.GetValue(Lease) ?? 0, cancellation);
            if (screen.Json) screen.WriteJson(done, ApiJson.Default.ConsensusChangedBody);
            else screen.Line($"revision {done.Revision}");
        });

    private static Command Delete(CommandContext context) => Of(
        context, new Command("delete", "Remove a key.") { Key }, async (group, screen, parsed, cancellation) =>
        {
            var key = parsed.GetValue(Key)!;
            await group.DeleteAsync(key, cancellation);
            screen.WriteRemoved(key);
        });

    private static Command List(CommandContext context) => Of(
        context, new Command("list", "List keys and their values.") { Prefix }, async (group, screen, parsed, cancellation) =>
        {
            var prefix = parsed.GetValue(Prefix)!;
            if (screen.Json) screen.WriteJson(await group.ListAsync(prefix, cancellation), ApiJson.Default.ConsensusKeysBody);
            else
            {
                await foreach (var page in group.PagesAsync(prefix, cancellation))
                    foreach (var item in page.Items) screen.Line(ConsensusText.Line(item));
            }
        });

    private static Command Transact(CommandContext context) => Of(
        context, new Command("txn", "Change several keys at once, if what is compared holds.") { Transaction },
        async (group, screen, parsed, cancellation) =>
        {
            var done = await group.TransactAsync(parsed.GetValue(Transaction)!, cancellation);
            if (screen.Json) screen.WriteJson(done, ApiJson.Default.ConsensusTransactionBody);
            else foreach (var line in ConsensusText.Lines(done)) screen.Line(line);
        });

    private static Command Watch(CommandContext context) => Of(
        context, new Command("watch", "Print keys with each of their changes, until Ctrl-C.") { Prefix, After },
        async (group, screen, parsed, cancellation) =>
        {
            var after = parsed.GetValue(After);
            await foreach (var change in group.WatchAsync(parsed.GetValue(Prefix)!, after, cancellation))
            {
                after = change.Revision;
                if (screen.Json) screen.WriteJson(change, ApiJson.Default.ConsensusWatchBody);
                else screen.Line(ConsensusText.Line(change));
            }
            if (!cancellation.IsCancellationRequested)
            {
                throw new NodeClientException(
                    NodeClientException.Unreachable, $"the node has ended; go on at another with --after {after ?? 0}.");
            }
        });

    private static Command Remove(CommandContext context) => Of(
        context, new Command("remove", "A node that will not come back is no member any more.") { Member },
        async (group, screen, parsed, cancellation) =>
        {
            var node = parsed.GetValue(Member)!;
            await group.RemoveAsync(node, cancellation);
            screen.WriteRemoved(node);
        });

    private static Command Of(
        CommandContext context, Command command, Func<ConsensusClient, Screen, ParseResult, CancellationToken, Task> act)
    {
        var nodes = new NodeOptions();
        nodes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            await act(new ConsensusClient(node), context.Screen(parsed), parsed, cancellation);
            return ExitCode.Ok;
        });
        return command;
    }
}
