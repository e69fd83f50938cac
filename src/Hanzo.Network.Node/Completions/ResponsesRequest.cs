using System.Text.Json.Nodes;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Completions;

/// <summary>The body of <c>POST /v1/responses</c>.</summary>
internal sealed record ResponsesRequest(CompletionRequest Asked)
{
    /// <summary>The response that is gone on with; null: none.</summary>
    public RunId? Previous { get; init; }

    /// <summary>False: the response is not to be gone on with.</summary>
    public bool Store { get; init; } = true;

    /// <summary>Told again; null: none.</summary>
    public string? Instructions { get; init; }

    /// <summary>Told again.</summary>
    public JsonObject Metadata { get; init; } = [];
}
