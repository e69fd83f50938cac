using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Consensus.Journal;

/// <summary>A node as it is known to the others.</summary>
/// <param name="Journal">Names its own journal; nodes of one machine mostly share one. Null: it has not told yet.</param>
/// <param name="Kind">What was chosen for it: <see cref="JournalPlan.Auto"/> or another word; null: its version tells none.</param>
public sealed record JournalNode(string Node, string? Journal, string? Kind);

/// <param name="IsChosen">The network's journal is to be replicated from now on.</param>
/// <param name="Problem">What prevents it though there are nodes enough; null: nothing, or there are too few.</param>
public sealed record JournalAdvice(bool IsChosen, string? Problem = null);

/// <summary>
/// When a network's journal becomes replicated: as soon as the loss of any one machine costs nothing. Decided once, by the group's leader,
/// and never taken back by itself. Pure.
/// </summary>
public static class JournalPlan
{
    /// <summary>The key under which the group has the choice.</summary>
    public const string Key = "hanzo/journal";

    /// <summary>Under keys that begin so are the names of journals of which nothing is left to go over.</summary>
    public const string MovedPrefix = "hanzo/journal/moved/";

    public const string Replicated = "replicated";

    /// <summary>The network chooses.</summary>
    public const string Auto = "auto";

    /// <summary>Journals of different places among the voters.</summary>
    public const int Least = 3;

    /// <param name="voters">Of the group, settled.</param>
    /// <param name="nodes">All that are up.</param>
    public static JournalAdvice Decide(IEnumerable<MemberId> voters, IReadOnlyCollection<JournalNode> nodes)
    {
        if (nodes.Any(node => node.Journal is null)) return new JournalAdvice(false);
        var voting = voters.Where(voter => !LocalMember.IsInMemory(voter)).Select(LocalMember.NodeOf).ToHashSet(StringComparer.Ordinal);
        var journals = nodes.Where(node => voting.Contains(node.Node) && IsAble(node)).Select(PlaceOf).Distinct(StringComparer.Ordinal);
        var able = nodes.Where(IsAble).Select(PlaceOf).Distinct(StringComparer.Ordinal).Count();
        if (able < Least) return new JournalAdvice(false);
        if (nodes.FirstOrDefault(node => !IsAble(node)) is { } other)
        {
            return new JournalAdvice(
                false,
                $"sessions stay on the machine that has them, though {able} could each have a copy: node '{other.Node}' "
                    + (other.Kind is null ? "is of a version that cannot take part." : $"was started with --journal {other.Kind}."));
        }

        return new JournalAdvice(journals.Count() >= Least);
    }

    private static bool IsAble(JournalNode node) => node.Kind is Auto or Replicated;

    /// <summary>Nodes of a replicated journal have a copy each.</summary>
    private static string PlaceOf(JournalNode node) => node.Kind == Replicated ? $"node {node.Node}" : node.Journal!;
}
