using System.Text;
using Hanzo.Network.Conversations;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Models;

/// <summary>Puts tool calls together that arrive in pieces, however they are cut, in the order of their beginnings.</summary>
public sealed class ToolCallPieces
{
    /// <summary>Of all arguments of one reply together.</summary>
    public const int MaxCharacters = ConversationLimits.MaxTextBytes;

    /// <summary>Of one reply: more than a run makes of them, so that it can say how many there were.</summary>
    public const int MaxCalls = 4 * ConversationLimits.MaxToolCallsPerReply;

    private readonly List<Call> _calls = [];
    private int _characters;

    public bool IsEmpty => _calls.Count == 0;

    /// <param name="index">Of the call in its reply. Servers that leave it out say 0 for all: there, a new id is a new call.</param>
    /// <exception cref="ModelException">More than the bounds allow.</exception>
    public void Add(int index, string? id, string? name, string? arguments)
    {
        var call = _calls.FindLast(known => known.Index == index);
        if (call is null || (id is { Length: > 0 } && call.Id.Length > 0 && call.Id != id)) _calls.Add(call = new Call(index));
        if (id is { Length: > 0 }) call.Id = id;
        if (name is { Length: > 0 } && call.Name != name) call.Name += name;
        call.Arguments.Append(arguments);
        _characters += (name?.Length ?? 0) + (arguments?.Length ?? 0);
        if (_characters > MaxCharacters) throw new ModelException($"the tool calls have more than {MaxCharacters} characters.");
        if (_calls.Count > MaxCalls) throw new ModelException($"there are more than {MaxCalls} tool calls in one reply.");
    }

    /// <summary>The calls as they are so far.</summary>
    public IEnumerable<FunctionCallContent> Whole() => _calls.OrderBy(call => call.Index).Select((call, at) =>
        RawArguments.NewCall(call.Id.Length > 0 ? call.Id : $"call_{at + 1}", call.Name, call.Arguments.ToString()));

    private sealed class Call(int index)
    {
        public int Index { get; } = index;
        public string Id { get; set; } = "";
        public string Name { get; set; } = "";
        public StringBuilder Arguments { get; } = new();
    }
}
