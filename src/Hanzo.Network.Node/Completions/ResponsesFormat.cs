using System.Text;
using System.Text.Json.Nodes;

namespace Hanzo.Network.Node.Completions;

/// <summary>Responses: one message, whose text comes in typed and numbered events.</summary>
internal sealed class ResponsesFormat(ResponsesRequest request) : ICompletionFormat
{
    private readonly StringBuilder _said = new();
    private ReplyHead _head = null!;
    private int _events;

    private string Id => ResponseIds.Of(_head.Id, request.Store);

    private string MessageId => $"msg_{_head.Id}";

    public byte[] Whole(ReplyHead head, IReadOnlyList<ReplyPart> parts)
    {
        _head = head;
        var end = parts.OfType<ReplyEnd>().Single();
        var said = end.Output ?? string.Concat(parts.OfType<ReplyText>().Select(part => part.Text));
        return Bytes(Ended(end, ContentOf(end, said)));
    }

    public IEnumerable<StreamLine> Of(ReplyPart part) => part switch
    {
        ReplyHead head => Begin(head),
        ReplyText text => Say(text.Text),
        ReplyEnd end => End(end),
        _ => throw new ArgumentException($"'{part.GetType().Name}' is no part of a response.", nameof(part)),
    };

    public IEnumerable<StreamLine> Failed(CompletionError error) =>
        [Line("response.failed", "response", Response(ResponseBodies.Failed, [], null, error))];

    private IEnumerable<StreamLine> Begin(ReplyHead head)
    {
        _head = head;
        yield return Line("response.created", "response", Response(ResponseBodies.InProgress, []));
        yield return Line("response.in_progress", "response", Response(ResponseBodies.InProgress, []));
        yield return InOutput("response.output_item.added", "item", ResponseBodies.Message(MessageId, ResponseBodies.InProgress, null));
        yield return InMessage("response.content_part.added", ("part", ResponseBodies.Text("")));
    }

    private IEnumerable<StreamLine> Say(string text)
    {
        _said.Append(text);
        yield return InMessage("response.output_text.delta", ("delta", text), ("logprobs", new JsonArray()));
    }

    private IEnumerable<StreamLine> End(ReplyEnd end)
    {
        var content = ContentOf(end, _said.ToString());
        if (end.Refusal is { } refusal)
        {
            yield return InMessage("response.refusal.delta", ("delta", refusal));
            yield return InMessage("response.refusal.done", ("refusal", refusal));
        }
        else
        {
            yield return InMessage("response.output_text.done", ("text", _said.ToString()), ("logprobs", new JsonArray()));
        }

        yield return InMessage("response.content_part.done", ("part", content.DeepClone()));
        var status = ResponseBodies.StatusOf(end);
        var message = ResponseBodies.Message(MessageId, status, (JsonObject)content.DeepClone());
        yield return InOutput("response.output_item.done", "item", message);
        yield return Line(
            status == ResponseBodies.Completed ? "response.completed" : "response.incomplete", "response", Ended(end, content));
    }

    private static JsonObject ContentOf(ReplyEnd end, string said) =>
        end.Refusal is { } refusal ? ResponseBodies.Refusal(refusal) : ResponseBodies.Text(said);

    private JsonObject Ended(ReplyEnd end, JsonObject content)
    {
        var status = ResponseBodies.StatusOf(end);
        return Response(status, [ResponseBodies.Message(MessageId, status, content)], end);
    }

    private JsonObject Response(string status, JsonArray output, ReplyEnd? end = null, CompletionError? error = null) =>
        ResponseBodies.Response(request, Id, _head, status, output, end, error);

    private StreamLine InMessage(string type, params (string Name, JsonNode? Value)[] members) =>
        Line(type, [("item_id", MessageId), ("output_index", 0), ("content_index", 0), .. members]);

    private StreamLine InOutput(string type, string name, JsonObject value) => Line(type, [("output_index", 0), (name, value)]);

    private StreamLine Line(string type, string name, JsonObject value) => Line(type, [(name, value)]);

    private StreamLine Line(string type, (string Name, JsonNode? Value)[] members)
    {
        var body = new JsonObject { ["type"] = type, ["sequence_number"] = _events++ };
        foreach (var (name, value) in members) body[name] = value;
        return new StreamLine(type, Bytes(body));
    }

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());
}
