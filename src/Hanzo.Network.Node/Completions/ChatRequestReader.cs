using System.Collections.Immutable;
using Hanzo.Network.Conversations;
using Hanzo.Network.Memory;
using Hanzo.Network.Node.Api;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Node.Completions;

/// <summary>
/// The body of <c>POST /v1/chat/completions</c>. Fields that nobody knows are let be; those that ask for something that is not done here
/// are refused by name.
/// </summary>
internal static class ChatRequestReader
{
    public const int MaxMessages = 2048;
    private const string NoProbabilities = "probabilities of tokens are not known";
    private const int MaxStops = 4;
    private const int MaxCalls = 128;

    /// <exception cref="ApiException">It is no such request; the field is named.</exception>
    public static CompletionRequest Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonField.Parse(body);
        var root = new JsonField(document.RootElement, "");
        RefuseUnsupported(root);
        var messages = root["messages"].Items(MaxMessages);
        if (messages.Count == 0) throw ApiException.BadField("messages", "missing_required_parameter", "'messages' is missing or empty.");
        return new CompletionRequest(root["model"].RequireText(), [.. messages.Select(MessageOf)])
        {
            User = UserOf(root["user"]),
            Stream = root["stream"].Flag(),
            IncludeUsage = root["stream_options"]["include_usage"].Flag(),
            Options = ChatOptionsReader.Read(root, Stops(root["stop"])),
            OnlyForModels = [.. ChatOptionsReader.OnlyForModels(root)],
        };
    }

    /// <summary>A text, or an array of parts that are all texts.</summary>
    public static string TextOf(JsonField content, params ReadOnlySpan<string> types)
    {
        if (content.Kind != System.Text.Json.JsonValueKind.Array) return content.Text() ?? "";
        var texts = new List<string>();
        foreach (var part in content.Items(MaxMessages))
        {
            var type = part["type"].RequireText();
            if (!types.Contains(type)) throw part["type"].Unsupported($"'{type}'; only text is");
            texts.Add((type == "refusal" ? part["refusal"] : part["text"]).Text() ?? "");
        }

        return string.Concat(texts);
    }

    /// <summary>An empty one is none.</summary>
    public static string? UserOf(JsonField user)
    {
        if (user.Text() is not { Length: > 0 } name) return null;
        return MemoryLimits.CheckUser(name) is { } wrong ? throw ApiException.BadField(user.Path, "invalid_value", wrong) : name;
    }

    private static SaidMessage MessageOf(JsonField message)
    {
        var word = message["role"].RequireText();
        var role = SaidRoles.Parse(word) ?? throw message["role"].Wrong($"is '{word}'; allowed are {SaidRoles.Allowed}");
        if (message["audio"].IsGiven) throw message["audio"].Unsupported("only text is");
        if (message["function_call"].IsGiven) throw message["function_call"].Unsupported("use 'tool_calls'");
        return new SaidMessage(role, TextOf(message["content"], "text", "refusal"))
        {
            Calls = [.. message["tool_calls"].Items(MaxCalls).Select(CallOf)],
            CallId = role == SaidRoles.Tool ? message["tool_call_id"].RequireText() : null,
        };
    }

    private static ToolRequest CallOf(JsonField call)
    {
        if (call["type"].Text() is { } type and not "function") throw call["type"].Unsupported($"'{type}'; only functions are");
        var function = call["function"];
        return new ToolRequest(call["id"].RequireText(), function["name"].RequireText(), function["arguments"].Text() ?? "");
    }

    private static ImmutableArray<string> Stops(JsonField stop) => stop.Kind == System.Text.Json.JsonValueKind.Array
        ? [.. stop.Items(MaxStops).Select(item => item.RequireText())]
        : stop.Text() is { } text ? [text] : [];

    private static void RefuseUnsupported(JsonField root)
    {
        if (root["n"].Whole(1, int.MaxValue) is > 1) throw root["n"].Unsupported("one answer is given");
        if (root["logprobs"].Flag()) throw root["logprobs"].Unsupported(NoProbabilities);
        if (root["top_logprobs"].Whole(0, int.MaxValue) is > 0) throw root["top_logprobs"].Unsupported(NoProbabilities);
        if (root["functions"].IsGiven) throw root["functions"].Unsupported("use 'tools'");
        if (root["function_call"].IsGiven) throw root["function_call"].Unsupported("use 'tool_choice'");
        foreach (var name in new[] { "audio", "prediction", "web_search_options" })
            if (root[name].IsGiven) throw root[name].Unsupported("only text is");
        if (root["logit_bias"] is { IsGiven: true } bias && bias.Value.ToString() != "{}") throw bias.Unsupported("tokens are not weighed");
        if (root["modalities"].Items(MaxStops).Any(item => item.Text() != "text")) throw root["modalities"].Unsupported("only text is");
    }
}
