using System.Collections.Immutable;
using System.Text;
using Akka.Cluster;
using Akka.Event;

namespace Akka.Embedded.Replication;

/// <summary>
/// What replicators of different nodes say to each other: from one incarnation of a node to another. Whatever is lost is said again.
/// </summary>
internal abstract record ReplicationMessage(UniqueAddress From, int ToUid) : IDeadLetterSuppression;

/// <summary>The full state of one entry.</summary>
internal sealed record StateItem(string Key, byte[] Body, ReplicaVersions Versions)
{
    public int Bytes => Body.Length + Encoding.UTF8.GetByteCount(Key) + Versions.Bytes;
}

/// <summary>Changes of one entry that the sender has made itself, numbered; or its full state, which has them.</summary>
internal sealed record ChangeItem(string Key, long First, long Last, bool IsFullState, byte[] Body, ReplicaVersions Versions)
{
    public int Bytes => Body.Length + Encoding.UTF8.GetByteCount(Key) + Versions.Bytes;
}

internal readonly record struct KeyDigest(string Key, Digest128 Digest);

/// <summary>Changes as they happen.</summary>
/// <param name="WriteId">To be acknowledged, unless it is 0. Then there is one item.</param>
internal sealed record Changes(UniqueAddress From, int ToUid, long WriteId, ImmutableArray<ChangeItem> Items)
    : ReplicationMessage(From, ToUid);

/// <summary>What the sender has of the keys after <paramref name="After"/> up to and with <paramref name="UpTo"/>.</summary>
/// <param name="After">Null: from the first on. A null <paramref name="UpTo"/>: to the last.</param>
internal sealed record Digests(
    UniqueAddress From, int ToUid, string? After, string? UpTo, ImmutableArray<KeyDigest> Items)
    : ReplicationMessage(From, ToUid);

/// <summary>Asks for the full states of some entries.</summary>
internal sealed record WantStates(UniqueAddress From, int ToUid, ImmutableArray<string> Keys) : ReplicationMessage(From, ToUid);

/// <param name="SendBack">The receiver sends its own, which differ.</param>
internal sealed record States(UniqueAddress From, int ToUid, bool SendBack, ImmutableArray<StateItem> Items)
    : ReplicationMessage(From, ToUid);

internal sealed record WriteState(UniqueAddress From, int ToUid, long Id, StateItem Item) : ReplicationMessage(From, ToUid);

internal enum WriteOutcome : byte
{
    Done,

    /// <summary>The data does not fit what the replica has.</summary>
    Refused,

    /// <summary>The replica misses earlier changes and needs the full state.</summary>
    Gap,
}

internal sealed record WriteAnswer(UniqueAddress From, int ToUid, long Id, WriteOutcome Outcome) : ReplicationMessage(From, ToUid);

internal sealed record ReadState(UniqueAddress From, int ToUid, long Id, string Key) : ReplicationMessage(From, ToUid);

/// <param name="Item">Null: the replica has no such entry.</param>
internal sealed record ReadAnswer(UniqueAddress From, int ToUid, long Id, StateItem? Item) : ReplicationMessage(From, ToUid);

/// <summary>The replica has the entry, but it is too large for a message or cannot be written.</summary>
internal sealed record ReadRefusal(UniqueAddress From, int ToUid, long Id) : ReplicationMessage(From, ToUid);
