using System.Collections.Immutable;
using System.Text.Json;

namespace Hanzo.Network.Cluster.Models;

/// <summary>What a model of another node is asked.</summary>
/// <param name="Server">Name of the server there.</param>
/// <param name="Model">Its id at the server.</param>
internal sealed record ModelQuestion(string Server, string Model)
{
    public ImmutableArray<QuestionMessage> Messages { get; init => field = value.IsDefault ? [] : value; } = [];
    public ImmutableArray<QuestionTool> Tools { get; init => field = value.IsDefault ? [] : value; } = [];
    public float? Temperature { get; init; }
    public float? TopP { get; init; }
    public float? FrequencyPenalty { get; init; }
    public float? PresencePenalty { get; init; }
    public int? MaxOutputTokens { get; init; }
    public ImmutableArray<string> Stop { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary><c>none</c> or <c>required</c>; null: as the model likes.</summary>
    public string? ToolMode { get; init; }

    /// <summary>The tool that must be called.</summary>
    public string? RequiredTool { get; init; }

    /// <summary>Whether one reply may call several tools; null: as the model likes.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>The answer is to be JSON.</summary>
    public bool Json { get; init; }

    /// <summary>That the answer is to fit.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Of <see cref="Schema"/>, for the model; null: none.</summary>
    public string? SchemaName { get; init; }

    /// <inheritdoc cref="SchemaName"/>
    public string? SchemaDescription { get; init; }
}

/// <param name="Role">As in OpenAI's format.</param>
internal sealed record QuestionMessage(string Role, string Text)
{
    public ImmutableArray<QuestionCall> Calls { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Of a tool's result.</summary>
    public string? CallId { get; init; }
}

internal sealed record QuestionCall(string Id, string Tool, string Arguments);

internal sealed record QuestionTool(string Name, string Description, JsonElement Schema);
