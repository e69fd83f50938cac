using System.Collections.Immutable;
using System.Text.Json;
using Hanzo.Network.Checkpoints;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>A kept checkpoint; of a damaged one only the id and what is wrong is known.</summary>
internal sealed record CheckpointBody(
    string Id, DateTimeOffset? At, string? Node, string? Reason, int? Keys, long? Bytes, string? Damage)
{
    public static CheckpointBody From(Checkpoint kept) =>
        new(kept.Id, kept.At, kept.Node, ApiNames.Of(kept.Reason), kept.Keys, kept.Bytes, null);

    public static CheckpointBody From(KeptCheckpoint kept) =>
        kept.Checkpoint is { } known ? From(known) : new CheckpointBody(kept.Id, null, null, null, null, null, kept.Damage);
}

internal sealed record CheckpointsBody(ImmutableArray<CheckpointBody> Checkpoints);

internal sealed record RestoreRequestBody(bool DryRun);

/// <param name="ChangeCount">Of all changes.</param>
/// <param name="Changes">The first of them, at most <see cref="MaxChanges"/>.</param>
/// <param name="Before">The checkpoint of what was there before; null after a dry run.</param>
/// <param name="LeftCount">Of the keys that were left as somebody else had just made them.</param>
internal sealed record RestoreBody(
    string Id, bool DryRun, int ChangeCount, ImmutableArray<RestoreChangeBody> Changes, string? Before, int LeftCount)
{
    public const int MaxChanges = 1000;

    /// <summary>The first of the keys that were left, at most <see cref="MaxChanges"/>.</summary>
    public ImmutableArray<string> ChangedMeanwhile { get; init => field = value.IsDefault ? [] : value; } = [];

    public static RestoreBody From(string id, RestorePlan plan, RestoreResult? done) => new(
        id, done is null, plan.Changes.Length, [.. plan.Changes.Take(MaxChanges).Select(RestoreChangeBody.From)], done?.Before.Id,
        done?.ChangedMeanwhile.Length ?? 0)
    {
        ChangedMeanwhile = done is null ? [] : [.. done.ChangedMeanwhile.Take(MaxChanges).Select(key => key.Value)],
    };
}

/// <param name="Now">Null: the key is not there.</param>
/// <param name="Then">Null: the key was not there.</param>
internal sealed record RestoreChangeBody(string Key, JsonElement? Now, JsonElement? Then)
{
    public static RestoreChangeBody From(RestoreChange change) =>
        new(change.Key.Value, change.Now?.ToElement(), change.Then?.ToElement());
}
