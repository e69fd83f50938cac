using System.Collections.Immutable;

namespace Hanzo.Network.Models;

/// <summary>
/// One model as an agent names it: <c>model</c>, <c>source</c> or <c>source:model</c>, where the source is a named provider or one of
/// <see cref="Reserved"/>. What stands before a colon and is no source belongs to the model: <c>llama3:8b</c>.
/// </summary>
/// <param name="Source">Null: wherever the model is.</param>
/// <param name="Model">Null: the source's default.</param>
public sealed record ModelReference(string? Source, string? Model)
{
    /// <summary>What this machine serves.</summary>
    public const string Local = "local";

    /// <summary>The named providers beyond this machine.</summary>
    public const string Cloud = "cloud";

    /// <summary>What any node of the network serves, this one included.</summary>
    public const string Network = "network";

    /// <summary>References in one list, from the first choice to the last.</summary>
    public const int Most = 8;

    /// <summary>No provider has such a name.</summary>
    public static readonly ImmutableArray<string> Reserved = [Local, Cloud, Network, OfflineChatClient.ModelName, EchoChatClient.ModelName];

    /// <param name="text">One or several by commas, from the first choice to the last; null or empty: no wish at all.</param>
    /// <param name="providers">Names of this node's providers.</param>
    /// <exception cref="ModelException">More than <see cref="Most"/>, or one is empty.</exception>
    public static ImmutableArray<ModelReference> ParseList(string? text, IReadOnlyCollection<string> providers)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length > Most) throw new ModelException($"'{text}' names {parts.Length} models; at most {Most} are allowed.");
        if (parts.Contains("")) throw new ModelException($"'{text}' names a model of no name.");
        return [.. parts.Select(part => Parse(part, providers))];
    }

    private static ModelReference Parse(string text, IReadOnlyCollection<string> providers)
    {
        if (IsSource(text, providers)) return new ModelReference(text, null);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == text.Length - 1 || !IsSource(text[..colon], providers)) return new ModelReference(null, text);
        return new ModelReference(text[..colon], text[(colon + 1)..]);
    }

    private static bool IsSource(string text, IReadOnlyCollection<string> providers) =>
        text is Local or Cloud or Network || providers.Contains(text, StringComparer.Ordinal);

    public override string ToString() => Source is null ? Model ?? "" : Model is null ? Source : $"{Source}:{Model}";
}
