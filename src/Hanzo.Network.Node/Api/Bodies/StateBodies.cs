using System.Collections.Immutable;
using System.Text.Json;
using Hanzo.Network.State;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>A key of shared state. Kind and value are null when it is not there.</summary>
internal sealed record StateBody(
    string Key, string? Kind, JsonElement? Value, string Version, DateTimeOffset ChangedAt, ImmutableArray<StateConflictBody> Conflicts)
{
    public static StateBody From(StateItem item) => new(
        item.Key.Value,
        item.Kind is { } kind ? ApiNames.Of(kind) : null,
        item.Value?.ToElement(),
        item.Version,
        item.Time.At,
        [.. item.Conflicts.Select(StateConflictBody.From)]);
}

/// <summary>A concurrent write that does not count; its value is null when it was a removal.</summary>
internal sealed record StateConflictBody(string Kind, JsonElement? Value, string Writer, DateTimeOffset ChangedAt)
{
    public static StateConflictBody From(StateConflict conflict) =>
        new(ApiNames.Of(conflict.Kind), conflict.Value?.ToElement(), conflict.Writer, conflict.Time.At);
}

internal sealed record StateListBody(ImmutableArray<StateBody> Items);

/// <param name="Removed">A key of shared state, or the id of a checkpoint or session.</param>
internal sealed record RemovedBody(string Removed);
