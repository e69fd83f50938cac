using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Conversations;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>What sessions of one node may begin in its journal, and who has what is not in it.</summary>
/// <param name="journal">As it is now.</param>
/// <param name="former">Journals of which nothing is left.</param>
internal sealed class NodeHistories(
    string node, Func<JournalIdentity> journal, Func<ImmutableSortedSet<string>> former, Board<DirectorySnapshot> board)
{
    /// <summary>Sessions are recorded in the index of their slot: not where the end of the process ends them.</summary>
    public bool HaveIndex => !journal().IsPrivateMemory;

    /// <summary>There are nodes that cannot read this one's journal: what it begins to hold must be known to them first.</summary>
    public bool HaveStrangers
    {
        get
        {
            var own = journal();
            return !own.IsPrivateMemory && board.Current.Nodes.Values.Any(other => other.Description is { } description
                ? description.Journal != own.Id && !JournalIdentity.IsMemory(description.Journal)
                : other.Membership is NodeMembership.Up);
        }
    }

    /// <summary>Nodes that cannot read this one's journal may not know that it holds something of the slot.</summary>
    public bool IsUntold(SlotId slot) =>
        HaveStrangers && board.Current.Self?.Description?.History.Contains(slot.ToString()) != true
        && !board.Current.Histories.JournalsOf(slot).Contains(journal().Id);

    /// <summary>Whether a session without a history may begin here with this.</summary>
    public bool MayBegin(RunStart start) =>
        start.Journal is null || start.Journal == journal().Id || (journal().IsReplicated && former().Contains(start.Journal));

    public RunUnbound Unbound(RunStart start) => new(start.Request, start.Attempt, journal().Id, node)
    {
        Held = WithoutHistory(board.Current.Histories.HeldText(start.Journal!), start.Session),
    };

    /// <summary>Of a session without a history here: who may have one; null: nobody.</summary>
    public string? WhyHeld(SessionId session) =>
        (board.Current.Histories.HeldBesides(session.Slot, journal().Id) ?? (board.Current.AwaitsHolders ? SlotHistories.NotRead : null))
            is { } held ? WithoutHistory(held, session) : null;

    /// <summary>Of a session that is to go on and has no history here.</summary>
    public Refusal WhyUnknown(SessionId session) =>
        WhyHeld(session) is { } held
            ? new Refusal(NetworkError.HistoryUnavailable, held)
            : new Refusal(
                NetworkError.UnknownSession,
                $"session '{session}' is unknown: it has no history on node '{node}', and a node that held it is gone.");

    private string WithoutHistory(string held, SessionId session) =>
        $"{held}: node '{node}' has slot {session.Slot} now, and no history of session '{session}'.";
}
