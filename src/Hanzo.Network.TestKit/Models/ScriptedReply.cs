using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Testing;

/// <summary>What a <see cref="ScriptedChatClient"/> does when it is asked.</summary>
public abstract record ScriptedReply
{
    private ScriptedReply()
    {
    }

    /// <summary>Goes before it, by the client's clock; none unless given.</summary>
    public TimeSpan Delay { get; init; }

    public static ScriptedReply Say(string text) => new Contents([new TextContent(text)]);

    /// <summary>Asks for a call of one tool.</summary>
    public static ScriptedReply Call(string tool, params ReadOnlySpan<(string Name, object? Value)> arguments) =>
        Calls((tool, Read(arguments)));

    /// <summary>Asks for calls of several tools at once.</summary>
    public static ScriptedReply Calls(params IEnumerable<(string Tool, IDictionary<string, object?> Arguments)> calls) => new Contents(
        [.. calls.Select((call, index) => new FunctionCallContent($"call_{index + 1}", call.Tool, call.Arguments))]);

    /// <summary>As a provider that does not answer.</summary>
    public static ScriptedReply Fail(Exception error) => new Failure(error);

    /// <inheritdoc cref="Fail(Exception)"/>
    public static ScriptedReply Fail(string message) => new Failure(new Models.ModelException(message));

    /// <summary>Decides by what it is asked.</summary>
    public static ScriptedReply From(Func<ScriptedCall, ScriptedReply> decide) => new Decision(call => Task.FromResult(decide(call)));

    /// <summary>Waits for the test, or for whoever asked to go.</summary>
    public static ScriptedReply When(Task<ScriptedReply> ready) => new Decision(call => ready.WaitAsync(call.Cancellation));

    private static Dictionary<string, object?> Read(ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        var read = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in arguments) read.Add(name, value);
        return read;
    }

    internal sealed record Contents(ImmutableArray<AIContent> All) : ScriptedReply;

    internal sealed record Failure(Exception Error) : ScriptedReply;

    internal sealed record Decision(Func<ScriptedCall, Task<ScriptedReply>> Decide) : ScriptedReply;
}

/// <summary>One call of a <see cref="ScriptedChatClient"/> as it got it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Cancellation">Of whoever asks.</param>
public sealed record ScriptedCall(
    int Number, ImmutableArray<ChatMessage> Messages, ChatOptions? Options, CancellationToken Cancellation)
{
    /// <summary>Of the last message; empty where it has none.</summary>
    public string LastText => Messages.IsEmpty ? "" : Messages[^1].Text;

    /// <summary>Of the tools called since the user spoke last, in order.</summary>
    public IEnumerable<string> Results => Messages.Reverse().TakeWhile(message => message.Role != ChatRole.User).Reverse()
        .SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.Result?.ToString() ?? "");
}
