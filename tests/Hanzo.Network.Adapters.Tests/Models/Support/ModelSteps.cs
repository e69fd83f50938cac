using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Hanzo.Network.Adapters.Tests.Models.Support;

/// <summary>What a scripted server can answer: good replies, and bad weather.</summary>
internal static class ModelSteps
{
    private const string End = "data: [DONE]\n\n";

    /// <summary>Whole or in pieces, as it is asked for.</summary>
    public static ModelStep Say(string text) => (http, call) => call.IsStreamed
        ? Send(http, Stream(text), int.MaxValue)
        : SendJson(http, 200, Completion(new { role = "assistant", content = text }, "stop"));

    public static ModelStep Refuse(string text) => (http, call) => call.IsStreamed
        ? Send(http, Chunk(new { role = "assistant", refusal = text }) + Chunk(new { }, "stop") + End, int.MaxValue)
        : SendJson(http, 200, Completion(new { role = "assistant", content = (string?)null, refusal = text }, "stop"));

    /// <param name="piece">Bytes that are sent at once.</param>
    public static ModelStep Call(int piece, params (string Id, string Tool, string Arguments)[] calls) => (http, call) => call.IsStreamed
        ? Send(http, StreamOf(calls), piece)
        : SendJson(http, 200, Completion(
            new
            {
                role = "assistant",
                content = (string?)null,
                tool_calls = calls.Select(
                    c => new { id = c.Id, type = "function", function = new { name = c.Tool, arguments = c.Arguments } }),
            },
            "tool_calls"));

    public static ModelStep Call(params (string Id, string Tool, string Arguments)[] calls) => Call(int.MaxValue, calls);

    public static ModelStep Status(int status, string message, string? retryAfter = null, string? code = null) => (http, _) =>
    {
        if (retryAfter is not null) http.Response.Headers.RetryAfter = retryAfter;
        return SendJson(http, status, new { error = new { message, type = "error", code } });
    };

    public static ModelStep Raw(int status, string body, string type = "text/plain") => (http, _) =>
    {
        (http.Response.StatusCode, http.Response.ContentType) = (status, type);
        return http.Response.WriteAsync(body);
    };

    /// <summary>A stream as it is given, that ends in order.</summary>
    public static ModelStep Events(string events) => (http, _) => Send(http, events, int.MaxValue);

    /// <summary>Begins a streamed reply and breaks the connection; what was sent may be lost with it.</summary>
    /// <param name="heard">Goes before the break; null: it comes at once.</param>
    public static ModelStep Break(string events, Task? heard = null) => async (http, _) =>
    {
        await Send(http, events, int.MaxValue);
        if (heard is not null) await heard.WaitAsync(http.RequestAborted);
        http.Abort();
    };

    /// <summary>Says nothing until the caller goes.</summary>
    public static ModelStep Hang(string events = "") => async (http, _) =>
    {
        if (events.Length > 0) await Send(http, events, int.MaxValue);
        await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    };

    /// <summary>Waits for the test before it goes on.</summary>
    public static ModelStep After(Task signal, ModelStep then) => async (http, call) =>
    {
        await signal.WaitAsync(http.RequestAborted);
        await then(http, call);
    };

    public static string Stream(string text) =>
        Chunk(new { role = "assistant", content = "" }) + string.Concat(text.Select(c => Chunk(new { content = c.ToString() })))
        + Chunk(new { }, "stop") + Usage + End;

    /// <summary>One event of a stream.</summary>
    public static string Chunk(object delta, string? finish = null) => Event(new
    {
        id = "chatcmpl-1", @object = "chat.completion.chunk", created = 1, model = "served-model",
        choices = new[] { new { index = 0, delta, finish_reason = finish } },
    });

    private static string Usage => Event(new
    {
        id = "chatcmpl-1", @object = "chat.completion.chunk", created = 1, model = "served-model", choices = Array.Empty<object>(),
        usage = new { prompt_tokens = 11, completion_tokens = 7, total_tokens = 18 },
    });

    /// <summary>Arguments come character by character, of several calls in turns.</summary>
    private static string StreamOf((string Id, string Tool, string Arguments)[] calls)
    {
        var events = new StringBuilder(Chunk(new { role = "assistant", content = (string?)null }));
        for (var i = 0; i < calls.Length; i++) events.Append(Piece(i, calls[i].Id, calls[i].Tool, ""));
        for (var at = 0; at < calls.Max(call => call.Arguments.Length); at++)
            for (var i = 0; i < calls.Length; i++)
                if (at < calls[i].Arguments.Length) events.Append(Piece(i, null, null, calls[i].Arguments[at].ToString()));
        return events.Append(Chunk(new { }, "tool_calls")).Append(Usage).Append(End).ToString();
    }

    private static string Piece(int index, string? id, string? name, string arguments) => Chunk(new
    {
        tool_calls = new[]
        {
            id is null
                ? (object)new { index, function = new { arguments } }
                : new { index, id, type = "function", function = new { name, arguments } },
        },
    });

    private static object Completion(object message, string finish) => new
    {
        id = "chatcmpl-1", @object = "chat.completion", created = 1, model = "served-model",
        choices = new[] { new { index = 0, message, finish_reason = finish } },
        usage = new { prompt_tokens = 11, completion_tokens = 7, total_tokens = 18 },
    };

    private static string Event(object data) => $"data: {JsonSerializer.Serialize(data)}\n\n";

    private static Task SendJson(HttpContext http, int status, object body)
    {
        (http.Response.StatusCode, http.Response.ContentType) = (status, "application/json");
        return http.Response.WriteAsync(JsonSerializer.Serialize(body));
    }

    private static async Task Send(HttpContext http, string events, int piece)
    {
        if (!http.Response.HasStarted) http.Response.ContentType = "text/event-stream";
        for (ReadOnlyMemory<byte> left = Encoding.UTF8.GetBytes(events); left.Length > 0; left = left[Math.Min(piece, left.Length)..])
        {
            await http.Response.Body.WriteAsync(left[..Math.Min(piece, left.Length)]);
            await http.Response.Body.FlushAsync();
        }
    }
}
