namespace Hanzo.Network.Consensus.Groups;

public enum GroupPhase
{
    /// <summary>The node has no member: it does not take part.</summary>
    Off,

    /// <summary>It asks the other nodes whether there is a group.</summary>
    Seeking,

    /// <summary>It has a log and waits to be taken in.</summary>
    Joining,

    Member,

    /// <summary>Its disk has failed, or something happened that cannot; tried again by and by.</summary>
    Stopped,
}

/// <summary>A node's member of the network's group, for people.</summary>
/// <param name="Problem">Why it is not as it should be; null: nothing is wrong.</param>
public sealed record GroupStatus(GroupPhase Phase, string? Problem = null)
{
    public static readonly GroupStatus Off = new(GroupPhase.Off);

    /// <summary>An ULID; null: of none.</summary>
    public string? Group { get; init; }

    /// <summary>Null: it is no member yet.</summary>
    public RaftStatus? Raft { get; init; }

    /// <summary>The log ends with the process.</summary>
    public bool InMemory { get; init; }

    public bool HasLeader => Raft?.Leader is not null;

    /// <summary>Whether what was refused may go otherwise now.</summary>
    public bool DiffersFrom(GroupStatus other) => Phase != other.Phase || Group != other.Group
        || Raft?.Term != other.Raft?.Term || Raft?.Leader != other.Raft?.Leader || Raft?.Role != other.Raft?.Role;
}
