using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hanzo.Network.Node.Api;

namespace Hanzo.Network.Node.Completions;

/// <summary>Reads the body of <c>POST /v1/responses</c>, as <see cref="ChatRequestReader"/> does that of chat completions.</summary>
internal static class ResponsesRequestReader
{
    private const string Input = "input";
    private const int MaxMetadata = 16;

    /// <exception cref="ApiException">It is no such request; the field is named.</exception>
    public static ResponsesRequest Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonField.Parse(body);
        var root = new JsonField(document.RootElement, "");
        RefuseUnsupported(root);
        var instructions = root["instructions"].Text();
        ImmutableArray<SaidMessage> told = string.IsNullOrWhiteSpace(instructions) ? [] : [new SaidMessage(SaidRoles.System, instructions)];
        var options = ChatOptionsReader.Read(root, []);
        options.MaxOutputTokens = root["max_output_tokens"].Whole(1, int.MaxValue);
        return new ResponsesRequest(new CompletionRequest(root["model"].RequireText(), [.. told, .. MessagesOf(root[Input])])
        {
            User = ChatRequestReader.UserOf(root["user"]), Stream = root["stream"].Flag(), Options = options, MessagesField = Input,
        })
        {
            Previous = root["previous_response_id"].IsGiven ? ResponseIds.Parse(root["previous_response_id"]) : null,
            Store = root["store"].Flag(otherwise: true),
            Instructions = instructions,
            Metadata = MetadataOf(root["metadata"]),
        };
    }

    private static ImmutableArray<SaidMessage> MessagesOf(JsonField input)
    {
        if (input.Kind == JsonValueKind.String) return [new SaidMessage(SaidRoles.User, input.Text()!)];
        var items = input.Items(ChatRequestReader.MaxMessages);
        return items.Count > 0
            ? [.. items.Select(MessageOf)]
            : throw ApiException.BadField(Input, "missing_required_parameter", "'input' is missing or empty.");
    }

    private static SaidMessage MessageOf(JsonField item)
    {
        if (item["type"].Text() is { } type and not "message") throw item["type"].Unsupported($"'{type}'; only messages are");
        var word = item["role"].RequireText();
        return SaidRoles.Parse(word) is { } role and not SaidRoles.Tool
            ? new SaidMessage(role, ChatRequestReader.TextOf(item["content"], "input_text", "output_text", "refusal"))
            : throw item["role"].Wrong($"is '{word}'; allowed are system, developer, user, assistant");
    }

    private static JsonObject MetadataOf(JsonField metadata)
    {
        if (!metadata.IsGiven) return [];
        if (metadata.Kind != JsonValueKind.Object) throw metadata.Wrong("must be an object of texts");
        var pairs = metadata.Value.EnumerateObject().Select(pair => (pair.Name, Text: metadata[pair.Name].Text())).ToList();
        if (pairs.Count > MaxMetadata) throw metadata.Wrong($"has {pairs.Count} members; at most {MaxMetadata} are allowed");
        var read = new JsonObject();
        foreach (var (name, text) in pairs) read[name] = text;
        return read;
    }

    private static void RefuseUnsupported(JsonField root)
    {
        if (root["tools"].Items(ChatOptionsReader.MaxTools).Count > 0)
            throw root["tools"].Unsupported("agents have their own; for tools of yours use /v1/chat/completions with a model");
        if (root["background"].Flag()) throw root["background"].Unsupported("begin such a run with POST /v1/runs and \"wait\": false");
        foreach (var name in new[] { "conversation", "prompt" })
            if (root[name].IsGiven) throw root[name].Unsupported("go on with 'previous_response_id'");
        if (root["text"]["format"]["type"].Text() is { } format and not "text")
            throw root["text"]["format"]["type"].Unsupported($"'{format}'; use /v1/chat/completions with a model");
    }
}
