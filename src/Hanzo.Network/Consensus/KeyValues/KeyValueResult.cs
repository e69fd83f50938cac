using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Consensus.KeyValues;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Transacted), "transacted")]
[JsonDerivedType(typeof(SessionOpened), "session")]
[JsonDerivedType(typeof(LeaseGranted), "lease")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Refused), "refused")]
public abstract record KeyValueResult
{
    private KeyValueResult()
    {
    }

    /// <param name="Held">Whether all comparisons did.</param>
    /// <param name="Revision">Of the store after it.</param>
    /// <param name="Results">One for each operation that was executed.</param>
    public sealed record Transacted(bool Held, long Revision, ImmutableArray<OperationResult> Results) : KeyValueResult;

    public sealed record SessionOpened(long Session) : KeyValueResult;

    public sealed record LeaseGranted(long Lease, long Milliseconds) : KeyValueResult;

    public sealed record Done(long Revision) : KeyValueResult;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(KeyValueRefusal Reason, string Detail) : KeyValueResult;
}

[JsonConverter(typeof(JsonStringEnumConverter<KeyValueRefusal>))]
public enum KeyValueRefusal
{
    /// <summary>A bound of <see cref="KeyValueLimits"/>; the detail names it.</summary>
    OutOfBounds,

    /// <summary>It was closed, or was the one unused for longest when there were too many.</summary>
    UnknownSession,

    /// <summary>The client has said that it has the answer, which is forgotten.</summary>
    AlreadyAnswered,
    UnknownLease,
}

/// <param name="Entries">Of a get: what was found, in the order of keys.</param>
/// <param name="Deleted">Of a delete: how many.</param>
/// <param name="More">There is more than the bounds of an answer allow.</param>
public sealed record OperationResult(ImmutableArray<FoundEntry> Entries, int Deleted = 0, bool More = false);

public sealed record FoundEntry(string Key, KeyValueEntry Entry);

/// <param name="HasMore">There are more; they come after the last of these.</param>
public sealed record FoundPage(ImmutableArray<FoundEntry> Items, bool HasMore);
