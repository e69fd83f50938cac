using System.Collections.Immutable;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Node.Completions;

/// <summary>A message of a request.</summary>
/// <param name="Role">One of <see cref="SaidRoles"/>.</param>
internal sealed record SaidMessage(string Role, string Text)
{
    /// <summary>Of an assistant.</summary>
    public ImmutableArray<ToolRequest> Calls { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Of a tool: the call that this is the result of.</summary>
    public string? CallId { get; init; }
}

internal static class SaidRoles
{
    public const string System = "system";

    /// <summary>The newer word for <see cref="System"/>.</summary>
    public const string Developer = "developer";

    public const string User = "user";
    public const string Assistant = "assistant";
    public const string Tool = "tool";
    public const string Allowed = "system, developer, user, assistant, tool";

    /// <summary>Null: it is none.</summary>
    public static string? Parse(string text) => text switch
    {
        System or Developer => System,
        User or Assistant or Tool => text,
        _ => null,
    };
}
