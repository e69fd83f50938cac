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

    /// <summary>Said before anything is lost: what the loss of one more node would mean.</summary>
    /// <param name="isThere">Whether the node of that name is in reach.</param>
    /// <param name="hadMore">Also where there are fewer than three copies, since there were three.</param>
    /// <returns>Null: one may be lost.</returns>
    public static string? OfCopies(IReadOnlyCollection<MemberId> voters, Func<string, bool> isThere, bool hadMore)
    {
        var (all, needed) = (voters.Count, (voters.Count / 2) + 1);
        if (all == 0 || (all < 3 && !hadMore)) return null;
        var there = voters.Count(voter => isThere(LocalMember.NodeOf(voter)));
        if (there > needed) return null;
        var away = string.Join(", ", voters.Select(LocalMember.NodeOf).Where(node => !isThere(node)));
        var which = away.Length == 0 ? "" : $" ({away} is away)";
        if (all == 1) return "sessions are on the disk of one node alone; with two more, any one may be lost.";
        return there < needed
            ? $"sessions cannot be written: {there} of {all} nodes that keep them are in reach{which}, and {needed} are needed."
            : $"the loss of one more node stops writing: {there} of {all} nodes that keep sessions are in reach{which}, and {needed} "
                + "are needed. Nothing is lost by that; start a node, or take one that will not come back out by "
                + "'hanzo consensus remove NODE'.";
    }
}
