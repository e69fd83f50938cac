using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using Hanzo.Network.Models;

namespace Hanzo.Network.Adapters.Models;

/// <summary>What went wrong with a call, in words for people; the key is never among them.</summary>
internal sealed class OpenAIErrors(ModelEndpoint endpoint, string? key, TimeProvider time)
{
    private const int MaxTextLength = 600;
    private const string Hidden = "***";

    /// <summary>A key that is so short is no secret, and would be found in any text.</summary>
    private const int LeastKeyLength = 6;

    private const int Overloaded = 529;

    public ModelException From(Exception error) => error switch
    {
        ModelException model => New(model.Message, model.IsTransient, model),
        ClientResultException { Status: > 0 } answer => FromAnswer(answer),
        HttpRequestException or IOException => New(Cause(error), isTransient: true, error),
        // What the SDK makes of an answer that it cannot read.
        JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException =>
            New($"the answer is not in OpenAI's format: {error.Message}", isTransient: false, error),
        _ => New(Cause(error), isTransient: true, error),
    };

    /// <summary>Nothing came for the longest time that silence may last.</summary>
    public ModelException Silence() => New(
        string.Create(CultureInfo.InvariantCulture, $"no answer within {endpoint.Timeout.TotalSeconds:0.#} s."), isTransient: true, null);

    private ModelException FromAnswer(ClientResultException answer)
    {
        var response = answer.GetRawResponse();
        var (text, code) = Read(response);
        var wait = RetryAfter(response);
        var says = text.Length > 0 ? $": {text}" : ".";
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        return New($"HTTP {status}{says}", IsTransient(answer.Status, code), answer, answer.Status, wait);
    }

    private ModelException New(string text, bool isTransient, Exception? cause, int? status = null, TimeSpan? retryAfter = null) =>
        new($"model provider '{endpoint.Name}': {Clip(WithoutKey(text))}", Shown(cause))
        {
            IsTransient = isTransient, Status = status, RetryAfter = retryAfter,
        };

    // An exception is logged with its causes, so one that tells the key is not among them.
    private Exception? Shown(Exception? cause) =>
        cause is null || (key is { Length: >= LeastKeyLength } && cause.ToString().Contains(key, StringComparison.Ordinal)) ? null : cause;

    private string WithoutKey(string text) =>
        key is { Length: >= LeastKeyLength } ? text.Replace(key, Hidden, StringComparison.Ordinal) : text;

    private static bool IsTransient(int status, string? code) =>
        code != "insufficient_quota" && status is 408 or 409 or 425 or 429 or 500 or 502 or 503 or 504 or Overloaded;

    private TimeSpan? RetryAfter(PipelineResponse? response)
    {
        if (response?.Headers.TryGetValue("Retry-After", out var text) != true || text is null) return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && double.IsFinite(seconds))
            return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(1).TotalSeconds));
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return null;
        var wait = at - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <returns>What the answer says, and the code of the error in it.</returns>
    private static (string Text, string? Code) Read(PipelineResponse? response)
    {
        var body = "";
        try
        {
            body = response?.Content.ToString() ?? "";
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.TryGetProperty("error", out var inner) ? inner : document.RootElement;
            if (error.ValueKind == JsonValueKind.String) return (error.GetString()!, null);
            return (Member(error, "message") ?? body, Member(error, "code") ?? Member(error, "type"));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return (body.Trim(), null);
        }
    }

    private static string? Member(JsonElement error, string name) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string Cause(Exception error) => error.InnerException is { } inner && error is not HttpRequestException
        ? $"{error.Message} ({inner.Message})"
        : error.Message;

    private static string Clip(string text) =>
        text.Length <= MaxTextLength ? text : $"{text[..MaxTextLength]}… ({text.Length} characters)";
}
