using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>What a log entry asks of the store.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Transact), "transact")]
[JsonDerivedType(typeof(OpenSession), "session.open")]
[JsonDerivedType(typeof(CloseSession), "session.close")]
[JsonDerivedType(typeof(GrantLease), "lease.grant")]
[JsonDerivedType(typeof(KeepAlive), "lease.keep")]
[JsonDerivedType(typeof(RevokeLease), "lease.revoke")]
[JsonDerivedType(typeof(Advance), "time.advance")]
public abstract record KeyValueCommand
{
    private KeyValueCommand()
    {
    }

    /// <summary>If all comparisons hold, the one operations in order, else the other: as etcd's transactions.</summary>
    public sealed record Transact(
        ImmutableArray<Comparison> If, ImmutableArray<Operation> Then, ImmutableArray<Operation> Else) : KeyValueCommand;

    /// <summary>The session's id is the index of its log entry.</summary>
    public sealed record OpenSession : KeyValueCommand;

    public sealed record CloseSession(long Session) : KeyValueCommand;

    /// <summary>The lease's id is the index of its log entry: higher than those of all leases before.</summary>
    /// <param name="Milliseconds">1 to <see cref="KeyValueLimits.MaxLeaseMilliseconds"/>.</param>
    public sealed record GrantLease(long Milliseconds) : KeyValueCommand;

    public sealed record KeepAlive(long Lease) : KeyValueCommand;

    public sealed record RevokeLease(long Lease) : KeyValueCommand;

    /// <summary>
    /// So much time has passed for the leader, by its monotonic clock, since it began to lead or told before. The group's time is the sum:
    /// while nobody leads it stands, so a lease may last longer than its time after a change of leaders, never shorter.
    /// </summary>
    /// <param name="Milliseconds">1 to <see cref="KeyValueLimits.MaxAdvanceMilliseconds"/>.</param>
    public sealed record Advance(long Milliseconds) : KeyValueCommand;
}

/// <summary>Numbers a client's request, so that a repeated one is executed once (Ongaro 2014, §6.3).</summary>
/// <param name="Sequence">From 1, each request of the session another; at most
/// <see cref="KeyValueLimits.MaxPendingRequests"/> above <paramref name="Done"/>.</param>
/// <param name="Done">The client has the answers of all requests up to this and will not repeat them.</param>
public sealed record ClientStamp(long Session, long Sequence, long Done);

/// <param name="Stamp">Null: repeated, it is executed again.</param>
public sealed record KeyValueRequest(KeyValueCommand Command, ClientStamp? Stamp = null);

[JsonConverter(typeof(JsonStringEnumConverter<ComparedPart>))]
public enum ComparedPart
{
    /// <summary>A key that is not there has none: no comparison but <see cref="ComparisonKind.NotEqual"/> holds.</summary>
    Value,

    /// <summary>0 of a key that is not there; so are the following.</summary>
    Version,
    Created,
    Modified,
    Lease,
}

[JsonConverter(typeof(JsonStringEnumConverter<ComparisonKind>))]
public enum ComparisonKind
{
    Equal,
    NotEqual,
    Less,
    Greater,
}

/// <param name="Text">For <see cref="ComparedPart.Value"/>; compared by code units.</param>
/// <param name="Number">For the other parts.</param>
public sealed record Comparison(string Key, ComparedPart Part, ComparisonKind Kind, string? Text = null, long Number = 0)
{
    public static Comparison IsAbsent(string key) => new(key, ComparedPart.Version, ComparisonKind.Equal);

    public static Comparison Is(string key, string value) => new(key, ComparedPart.Value, ComparisonKind.Equal, value);

    public static Comparison IsUnchanged(string key, long modified) =>
        new(key, ComparedPart.Modified, ComparisonKind.Equal, Number: modified);

    public bool Holds(KeyValueEntry? entry)
    {
        if (Part == ComparedPart.Value && entry is null) return Kind == ComparisonKind.NotEqual;
        var order = Part switch
        {
            ComparedPart.Value => string.CompareOrdinal(entry!.Value, Text),
            ComparedPart.Version => (entry?.Version ?? 0).CompareTo(Number),
            ComparedPart.Created => (entry?.Created ?? 0).CompareTo(Number),
            ComparedPart.Modified => (entry?.Modified ?? 0).CompareTo(Number),
            _ => (entry?.Lease ?? 0).CompareTo(Number),
        };
        return Kind switch
        {
            ComparisonKind.Equal => order == 0,
            ComparisonKind.NotEqual => order != 0,
            ComparisonKind.Less => order < 0,
            _ => order > 0,
        };
    }
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Put), "put")]
[JsonDerivedType(typeof(Delete), "delete")]
[JsonDerivedType(typeof(Get), "get")]
public abstract record Operation
{
    private Operation()
    {
    }

    /// <param name="Lease">0: none, also if the key had one.</param>
    public sealed record Put(string Key, string Value, long Lease = 0) : Operation;

    /// <param name="Prefix">All keys that begin so, else the one.</param>
    public sealed record Delete(string Key, bool Prefix = false) : Operation;

    public sealed record Get(string Key, bool Prefix = false) : Operation;
}
