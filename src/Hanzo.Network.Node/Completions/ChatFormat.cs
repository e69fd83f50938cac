using System.Collections.Immutable;
using System.Text.Json;

namespace Hanzo.Network.Node.Completions;

/// <summary>Chat completions.</summary>
/// <param name="includeUsage">A last chunk tells what was used.</param>
internal sealed class ChatFormat(bool includeUsage) : ICompletionFormat
{
    private const string IdPrefix = "chatcmpl-";
    private static readonly StreamLine Done = new(null, "[DONE]"u8.ToArray());
    private ReplyHead? _head;

    public byte[] Whole(ReplyHead head, IReadOnlyList<ReplyPart> parts)
    {
        _head = head;
        var end = parts.OfType<ReplyEnd>().Single();
        var said = end.Output ?? string.Concat(parts.OfType<ReplyText>().Select(part => part.Text));
        ImmutableArray<ChatCallBody> calls = [.. parts.OfType<ReplyCall>().Select(call => BodyOf(call, isChunk: false))];
        var message = new ChatMessageBody
        {
            Role = SaidRoles.Assistant,
            Content = said.Length > 0 || calls.IsEmpty ? said : null,
            Refusal = end.Refusal,
            ToolCalls = calls.IsEmpty ? null : calls,
        };
        return Write(new ChatChoice { Message = message, FinishReason = end.Finish }, isChunk: false, UsageOf(end));
    }

    public IEnumerable<StreamLine> Of(ReplyPart part) => part switch
    {
        ReplyHead head => Begin(head),
        ReplyText text => [Chunk(new ChatMessageBody { Content = text.Text })],
        ReplyCall call => [Chunk(new ChatMessageBody { ToolCalls = [BodyOf(call, isChunk: true)] })],
        ReplyEnd end => End(end),
        _ => throw new ArgumentException($"'{part.GetType().Name}' is no part of a chat completion.", nameof(part)),
    };

    public IEnumerable<StreamLine> Failed(CompletionError error) => [new StreamLine(null, CompletionErrors.Write(error))];

    private StreamLine[] Begin(ReplyHead head)
    {
        _head = head;
        return [Chunk(new ChatMessageBody { Role = SaidRoles.Assistant, Content = "" })];
    }

    private IEnumerable<StreamLine> End(ReplyEnd end)
    {
        if (end.Refusal is { } refusal) yield return Chunk(new ChatMessageBody { Refusal = refusal });
        yield return Chunk(new ChatMessageBody(), end.Finish);
        if (includeUsage) yield return new StreamLine(null, Write(null, isChunk: true, UsageOf(end)));
        yield return Done;
    }

    private StreamLine Chunk(ChatMessageBody delta, string? finish = null) =>
        new(null, Write(new ChatChoice { Delta = delta, FinishReason = finish }, isChunk: true, null));

    private byte[] Write(ChatChoice? choice, bool isChunk, ChatUsage? usage)
    {
        var head = _head!;
        var body = new ChatBody(
            IdPrefix + head.Id, isChunk ? "chat.completion.chunk" : "chat.completion", head.CreatedAt.ToUnixTimeSeconds(), head.Model,
            choice is null ? [] : [choice])
        {
            Usage = usage,
        };
        return JsonSerializer.SerializeToUtf8Bytes(body, CompletionJson.Default.ChatBody);
    }

    private static ChatCallBody BodyOf(ReplyCall call, bool isChunk) =>
        new(isChunk ? call.Index : null, call.Id, new ChatFunctionBody(call.Tool, call.Arguments));

    private static ChatUsage UsageOf(ReplyEnd end) => new(end.InputTokens, end.OutputTokens);
}
