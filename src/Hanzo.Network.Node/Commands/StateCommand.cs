using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;
using Hanzo.Network.State;

namespace Hanzo.Network.Node.Commands;

/// <summary><c>hanzo state …</c>: the values that all nodes share.</summary>
internal static class StateCommand
{
    private static readonly string[] Consistencies = ["local", "majority", "all"];

    private static readonly Argument<string> Key = new("KEY") { Description = $"The key: {StateKey.AllowedForm}." };

    private static readonly Argument<string> Value = new("VALUE")
    {
        Description = "JSON; what is none is taken for a text. After '--' it may begin with dashes.",
    };

    private static readonly Argument<long> Amount = new("AMOUNT")
    {
        Description = "What to add, 1 unless given; after '--' it may be negative.", DefaultValueFactory = _ => 1,
    };

    private static readonly Argument<string> Prefix = new("PREFIX")
    {
        Description = "Only keys that begin so.", DefaultValueFactory = _ => "",
    };

    private static readonly Option<string?> Consistency = new("--consistency")
    {
        Description = "How many nodes take part: local, majority (unless given) or all.", HelpName = "NODES",
    };

    private static readonly Option<string?> IfVersion = new("--if-version")
    {
        Description = "Only if the key has this version still; \"\": only if it is not there.", HelpName = "VERSION",
    };

    public static Command Create(CommandContext context) => new("state", "The values that all nodes share.")
    {
        Get(context), Set(context), Append(context), Increment(context), Delete(context), List(context), Watch(context),
    };

    private static Command Get(CommandContext context) => OfKey(
        context, new Command("get", "Print the value of a key.") { Key },
        (state, parsed, cancellation) => state.GetAsync(parsed.GetValue(Key)!, cancellation));

    private static Command Set(CommandContext context) => OfKey(
        context, new Command("set", "Make a key hold a value.") { Key, Value, IfVersion },
        (state, parsed, cancellation) =>
            state.SetAsync(parsed.GetValue(Key)!, ValueOf(parsed), parsed.GetValue(IfVersion), cancellation));

    private static Command Append(CommandContext context) => OfKey(
        context, new Command("append", "Put a value at the end of a list.") { Key, Value },
        (state, parsed, cancellation) => state.AppendAsync(parsed.GetValue(Key)!, ValueOf(parsed), cancellation));

    private static Command Increment(CommandContext context) => OfKey(
        context, new Command("increment", "Add to a counter.") { Key, Amount },
        (state, parsed, cancellation) => state.IncrementAsync(parsed.GetValue(Key)!, parsed.GetValue(Amount), cancellation));

    private static Command Delete(CommandContext context) => Of(
        context, new Command("delete", "Remove a key.") { Key }, writes: true, async (state, screen, parsed, cancellation) =>
        {
            var key = parsed.GetValue(Key)!;
            await state.RemoveAsync(key, cancellation);
            screen.WriteRemoved(key);
        });

    private static Command List(CommandContext context) => Of(
        context, new Command("list", "List keys and their values.") { Prefix }, writes: false,
        async (state, screen, parsed, cancellation) =>
        {
            var list = await state.ListAsync(parsed.GetValue(Prefix)!, cancellation);
            if (screen.Json) screen.WriteJson(list, ApiJson.Default.StateListBody);
            else foreach (var item in list.Items) Tell(screen, item);
        });

    private static Command Watch(CommandContext context) => Of(
        context, new Command("watch", "Print keys with each of their changes, until Ctrl-C.") { Prefix }, writes: false,
        async (state, screen, parsed, cancellation) =>
        {
            await foreach (var item in state.WatchAsync(parsed.GetValue(Prefix)!, cancellation))
            {
                if (screen.Json) screen.WriteJson(item, ApiJson.Default.StateBody);
                else Tell(screen, item);
            }
        });

    private static Command OfKey(
        CommandContext context, Command command, Func<StateClient, ParseResult, CancellationToken, Task<StateBody>> ask) =>
        Of(context, command, writes: true, async (state, screen, parsed, cancellation) =>
        {
            var item = await ask(state, parsed, cancellation);
            if (screen.Json) screen.WriteJson(item, ApiJson.Default.StateBody);
            else screen.Line(TextOf(item.Value));
            if (!screen.Json && !item.Conflicts.IsEmpty) Conflicts(screen, item);
        });

    /// <param name="writes">Whether a consistency can be asked for.</param>
    private static Command Of(
        CommandContext context, Command command, bool writes, Func<StateClient, Screen, ParseResult, CancellationToken, Task> act)
    {
        var nodes = new NodeOptions();
        if (writes) command.Add(Consistency);
        nodes.AddTo(command);
        command.Validators.Add(result =>
        {
            if (writes && result.GetValue(Consistency) is { } asked && !Consistencies.Contains(asked))
                result.AddError($"--consistency '{asked}' is not allowed; allowed: {string.Join(", ", Consistencies)}.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            await act(new StateClient(node, writes ? parsed.GetValue(Consistency) : null), context.Screen(parsed), parsed, cancellation);
            return ExitCode.Ok;
        });
        return command;
    }

    private static JsonNode? ValueOf(ParseResult parsed)
    {
        var text = parsed.GetValue(Value)!;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static void Tell(Screen screen, StateBody item)
    {
        screen.Line(item.Kind is null ? $"{item.Key} (removed)" : $"{item.Key} {item.Kind} {item.Value?.GetRawText()}");
        Conflicts(screen, item);
    }

    private static void Conflicts(Screen screen, StateBody item)
    {
        foreach (var conflict in item.Conflicts)
            screen.Quiet($"  conflicts with {conflict.Value?.GetRawText() ?? "a removal"} by {conflict.Writer}");
    }

    /// <summary>A text without its quotes, so that a script can use it.</summary>
    private static string TextOf(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } other => other.GetRawText(),
        null => "null",
    };
}
