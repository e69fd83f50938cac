using System.Collections.Immutable;

namespace Hanzo.Network.Consensus.Groups;

/// <summary>What a node has told of the group that it is a member of, another than this node's.</summary>
/// <param name="IsBlank">Nothing but members was ever written to its log.</param>
/// <param name="HasLeader">As that member knows.</param>
public sealed record MetGroup(string Group, bool IsBlank, bool HasLeader);

/// <summary>This node's group, as its member knows it.</summary>
/// <param name="Leads">This member does.</param>
public sealed record OwnGroup(string Group, bool IsBlank, bool Leads);

public abstract record MeetingStep
{
    /// <summary>It goes on.</summary>
    /// <param name="Beside">Another group is there as well; null: none that holds anything.</param>
    public sealed record Stay(MetGroup? Beside = null) : MeetingStep;

    /// <summary>Nothing was written to its log: this member leaves it for the other.</summary>
    public sealed record Yield(string Group) : MeetingStep;

    /// <summary>Its leader is to close it, and it takes no writes any more.</summary>
    /// <param name="Older">The group that its members go over into.</param>
    public sealed record Await(string Older) : MeetingStep;

    /// <summary>As <see cref="Await"/>, at its leader: that one closes it.</summary>
    public sealed record Close(string Older) : MeetingStep;
}

/// <summary>A voter or learner of a group that is closed.</summary>
/// <param name="Group">As its node tells now; null: it has none, or tells nothing.</param>
/// <param name="Applied">Index up to which it has told to have applied.</param>
public sealed record ClosedMember(string? Group, long Applied);

/// <summary>
/// What a member does when there are several groups in its network: they come of clusters that formed apart and met. The oldest that can
/// decide anything is the network's, so that all choose the same.
/// </summary>
public static class Meeting
{
    /// <param name="others">Groups of nodes that are there now; those known to be closed are not among them.</param>
    public static MeetingStep Next(OwnGroup own, IEnumerable<MetGroup> others)
    {
        var met = others.Where(other => other.Group != own.Group).ToImmutableArray();
        var rest = new NodeGroup("", own.Group, own.IsBlank);
        if (met.Where(other => Founding.Yields(rest, new NodeGroup("", other.Group, other.IsBlank)))
            .OrderBy(other => other.IsBlank).ThenBy(other => other.Group, StringComparer.Ordinal).FirstOrDefault() is { } better)
            return new MeetingStep.Yield(better.Group);
        if (own.IsBlank) return new MeetingStep.Stay();
        var rivals = met.Where(other => !other.IsBlank).OrderBy(other => other.Group, StringComparer.Ordinal).ToImmutableArray();
        // One without a leader may be what an old disk has brought back, and never decide anything again.
        if (rivals.FirstOrDefault(other => other.HasLeader && IsOlder(other.Group, own.Group)) is { } older)
            return own.Leads ? new MeetingStep.Close(older.Group) : new MeetingStep.Await(older.Group);
        return new MeetingStep.Stay(rivals.FirstOrDefault());
    }

    /// <summary>Whether a member of a closed group may leave it: not before the others know as well that it is closed.</summary>
    /// <param name="others">Its members on nodes that are there.</param>
    /// <param name="isLate">They have had time.</param>
    public static bool MayLeave(string group, GroupClosing closing, IEnumerable<ClosedMember> others, bool isLate) =>
        isLate || others.All(other => other.Group is not null && (other.Group != group || other.Applied >= closing.Index));

    public static bool IsOlder(string group, string than) => string.CompareOrdinal(group, than) < 0;
}
