using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Partitions;

/// <summary>What a node that is cut off does with a request for a run.</summary>
public abstract record PartitionStep
{
    private PartitionStep()
    {
    }

    public sealed record Refuse(Refusal Refusal) : PartitionStep;

    /// <summary>The run is one of this session, which begins with the history of the one that was asked for.</summary>
    public sealed record BranchOff(SessionId Branch) : PartitionStep;

    /// <summary>The session has no history anywhere that is known: it begins here, as one that began while cut off.</summary>
    public sealed record Begin : PartitionStep;
}

/// <summary>What is refused and what is opened on a node that is cut off. Pure.</summary>
public static class PartitionRules
{
    /// <summary>Bytes of a parent's texts that a branch begins with; of longer histories it has the newest runs.</summary>
    public const int MaxInheritedBytes = 2 * 1024 * 1024;

    /// <param name="session">Whose history may not be gone on with here.</param>
    /// <param name="isEmpty">It has none.</param>
    /// <param name="runId">
    /// That the caller gave the run; null: none. It is bound to the session, where it is looked for when the node is back: a run of this
    /// id in a branch would be a second one.
    /// </param>
    public static PartitionStep Decide(
        Detachment detachment, PartitionMode mode, SessionId session, bool isEmpty, string? runId = null) => mode switch
    {
        PartitionMode.ContinueLocal when isEmpty => new PartitionStep.Begin(),
        PartitionMode.ContinueLocal when runId is not null => new PartitionStep.Refuse(
            NeedsNetwork(detachment, $"run id '{runId}' is bound to session {session}, which cannot go on here")),
        PartitionMode.ContinueLocal => new PartitionStep.BranchOff(BranchOf(session, detachment)),
        _ => new PartitionStep.Refuse(new Refusal(NetworkError.Detached, Text(detachment, mode, session.Agent))),
    };

    /// <summary>
    /// One branch of a session for each detachment, in the parent's slot: whoever asks for the session again finds it, and what holds the
    /// one history holds the other.
    /// </summary>
    public static SessionId BranchOf(SessionId parent, Detachment detachment)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{parent} {detachment.Id}"));
        return new SessionId(parent.Slot, Ulid.Create(detachment.Since, hash.AsSpan(0, 10)));
    }

    /// <summary>For who asks to change what only the network as a whole can decide.</summary>
    /// <param name="what">A sentence's beginning: what cannot be had.</param>
    public static Refusal NeedsNetwork(Detachment detachment, string what) => new(NetworkError.Detached, $"{what}: {CutOff(detachment)}.");

    /// <summary>For people who look at the node.</summary>
    public static string Notice(Detachment detachment) =>
        $"detached: {CutOff(detachment)}; histories and state are served as they are here, and runs as each agent's partition mode says, "
        + "until it is back by itself, or 'hanzo takeover' declares the others dead.";

    /// <summary>What a branch begins with: the parent's finished runs, the newest that fit, and nothing of one under way.</summary>
    /// <param name="maxBytes">Of all texts.</param>
    public static ImmutableArray<TranscriptEntry> Inherited(ConversationState parent, int maxBytes = MaxInheritedBytes)
    {
        var entries = parent.Transcript;
        var end = parent.ActiveRun is null ? entries.Count : entries.FindLastIndex(entry => entry is UserEntry);
        var (start, bytes) = (end, 0L);
        for (var i = end - 1; i >= 0; i--)
        {
            bytes += TranscriptLine.Of(entries[i]).Bytes;
            if (bytes > maxBytes) break;
            if (entries[i] is UserEntry or SummaryEntry or InstructionEntry) start = i;
        }

        return [.. entries.Skip(start).Take(end - start)];
    }

    private static string Text(Detachment detachment, PartitionMode mode, AgentName agent) => mode switch
    {
        PartitionMode.ReadOnly => $"agent '{agent}' is read-only while its node is cut off: {CutOff(detachment)}; histories are served.",
        _ => $"agent '{agent}' pauses: {CutOff(detachment)}; runs go on when it is back.",
    };

    private static string CutOff(Detachment detachment) =>
        $"node '{detachment.Node}' has been cut off from {string.Join(", ", detachment.Others.Select(other => $"'{other}'"))} "
        + $"since {detachment.Since.UtcDateTime:HH:mm:ss}Z";
}
