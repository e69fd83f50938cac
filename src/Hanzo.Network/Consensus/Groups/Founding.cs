using System.Collections.Immutable;

namespace Hanzo.Network.Consensus.Groups;

/// <summary>What a node has told of its group.</summary>
/// <param name="Group">Null: it has none yet.</param>
/// <param name="IsBlank">Nothing but members was ever written to its log.</param>
public sealed record NodeGroup(string Node, string? Group, bool IsBlank);

public abstract record FoundingStep
{
    /// <param name="Why">For people.</param>
    public sealed record Wait(string Why) : FoundingStep;

    public sealed record Found : FoundingStep;

    public sealed record Join(string Group) : FoundingStep;
}

/// <summary>
/// How a node that has no group comes to one: it asks all others; if any has one, it joins, and if none has, the oldest founds it. Two
/// groups come to be only where two clusters were formed that did not know of each other.
/// </summary>
public static class Founding
{
    /// <param name="peers">The other nodes that are up, oldest first.</param>
    /// <param name="isOldest">Whether this node has been up longer than all of them.</param>
    /// <param name="told">What they have answered, by node.</param>
    /// <param name="isSettled">Whether it has been up for so long that clusters that form at the same time have met.</param>
    public static FoundingStep Decide(
        IReadOnlyList<string> peers, bool isOldest, IReadOnlyDictionary<string, NodeGroup> told, bool isSettled)
    {
        var answers = peers.Select(peer => told.GetValueOrDefault(peer)).OfType<NodeGroup>().ToImmutableArray();
        if (Best(answers) is { } group) return new FoundingStep.Join(group);
        if (answers.Length < peers.Count)
        {
            var silent = peers.Where(peer => !told.ContainsKey(peer));
            return new FoundingStep.Wait($"it waits for an answer of {string.Join(", ", silent)}: one of them may have a group.");
        }
        if (!isOldest) return new FoundingStep.Wait($"it waits for {peers[0]}, the oldest node, to found a group.");
        return isSettled ? new FoundingStep.Found() : new FoundingStep.Wait("it looks for other nodes before it founds a group.");
    }

    /// <summary>
    /// Whether a member leaves its group for another's: only as long as nothing was written to its log, for a group where something was,
    /// or else for the older one.
    /// </summary>
    public static bool Yields(NodeGroup own, NodeGroup other) => own is { Group: not null, IsBlank: true } && other.Group is not null
        && own.Group != other.Group && (!other.IsBlank || string.CompareOrdinal(other.Group, own.Group) < 0);

    private static string? Best(ImmutableArray<NodeGroup> answers) => answers.Where(answer => answer.Group is not null)
        .OrderBy(answer => answer.IsBlank).ThenBy(answer => answer.Group, StringComparer.Ordinal).FirstOrDefault()?.Group;
}
