namespace Hanzo.Network.Models;

/// <summary>A model to ask, and why it: by a source of this node, or by another node.</summary>
/// <param name="Model">Its id where it is asked.</param>
/// <param name="Why">A sentence's part for people, such as <c>the fastest in the network</c>.</param>
public sealed record PlannedModel(string Model, string Why)
{
    /// <summary>A source of this node; null: another node is asked.</summary>
    public ModelSource? Source { get; init; }

    /// <summary>Of another node; null: a source of this one is asked.</summary>
    public NetworkModel? Remote { get; init; }

    public string Name => Source is { } source ? $"{source.Name}:{Model}" : $"{Remote!.Node}/{Remote.Server}:{Model}";
}
