using System.Globalization;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Persistence;

/// <summary>What people are told of where their sessions are. Pure.</summary>
internal static class JournalNotices
{
    public const string ChoiceKey = "journal-choice";
    public const string MoveKey = "journal-move";
    public const string KeptKey = "journal-kept";
    public const string CopiesKey = "journal-copies";

    /// <returns>Null: nothing goes over.</returns>
    public static string? OfMove(JournalMove move) => move.Phase is JournalPhase.Moving
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"this machine's sessions are being copied to the other nodes: {move.Moved} of {move.Total} histories, "
                + $"{move.Bytes / 1e6:0.0} MB so far")
            + (move.Problem is null ? "." : $"; it waits: {move.Problem}")
        : null;

    /// <returns>Null: all went over.</returns>
    public static string? OfKept(JournalMove move) => move.Kept.IsEmpty ? null
        : $"the network has other histories under these ids than this machine's own journal, which keeps its own: "
            + $"{string.Join(", ", move.Kept)}.";

    /// <param name="voters">Nodes that keep the network's journal; none: it has none yet.</param>
    /// <param name="isThere">Whether the node of that name is in reach.</param>
    /// <returns>Why nothing can be written; null: enough of them are there.</returns>
    public static string? OfTooFew(IReadOnlyCollection<MemberId> voters, Func<string, bool> isThere)
    {
        var (all, there, needed, away) = Count(voters, isThere);
        return there >= needed || all == 0 ? null
            : all == 1
            ? $"sessions cannot be written: node '{away}', which was the last one and alone has all of them, is out of reach; "
                + "start it."
            : $"sessions cannot be written: {there} of {all} nodes that keep them are in reach, and {needed} are needed; start {away}.";
    }

    /// <summary>Said before anything is lost: what the loss of one more node would mean, where enough are there.</summary>
    /// <param name="hadMore">Also where there are fewer than three copies, since there were three.</param>
    /// <returns>Null: one may be lost.</returns>
    public static string? OfCopies(IReadOnlyCollection<MemberId> voters, Func<string, bool> isThere, bool hadMore)
    {
        var (all, there, needed, away) = Count(voters, isThere);
        if (all == 0 || (all < 3 && !hadMore) || there > needed) return null;
        if (all == 1) return "sessions are on the disk of one node alone; with two more, any one may be lost.";
        var which = away.Length == 0 ? "" : $" ({away} is away)";
        return $"the loss of one more node stops writing: {there} of {all} nodes that keep sessions are in reach{which}, and {needed} "
            + "are needed. Nothing is lost by that; start a node, or take one that will not come back out by "
            + "'hanzo consensus remove NODE'.";
    }

    private static (int All, int There, int Needed, string Away) Count(IReadOnlyCollection<MemberId> voters, Func<string, bool> isThere)
    {
        var away = voters.Select(LocalMember.NodeOf).Where(node => !isThere(node)).ToArray();
        return (voters.Count, voters.Count - away.Length, (voters.Count / 2) + 1, string.Join(", ", away));
    }
}
