using Hanzo.Network.Agents;

namespace Hanzo.Network.Memory;

/// <summary>Who is reminded, and so what may be seen: never what another user said, unless it was shared when it was said.</summary>
/// <param name="User">Null: the run names none; then nothing is seen but what was said in its session.</param>
public sealed record MemoryReader(MemoryOwner Owner, string? User, string Session, MemoryScope Scope)
{
    public static MemoryReader Of(AgentName agent, AgentMemory memory, SessionId session, string? user) => new(
        memory.Scope == MemoryScope.Network ? MemoryOwner.Network : MemoryOwner.Of(agent), user, session.ToString(), memory.Scope);

    /// <summary>What others may see is seen; what the memory was given for everybody is in any case.</summary>
    public bool SeesShared => Scope is MemoryScope.Agent or MemoryScope.Network;

    /// <summary>Of what is not shared, only what was said in the session.</summary>
    public bool IsBoundToSession => User is null || Scope == MemoryScope.Session;

    public bool MaySee(MemoryEntry entry) =>
        entry.Owner == Owner && (entry.IsShared ? SeesShared || entry.Source == MemorySource.Given : IsOwn(entry));

    /// <summary>Of the same kind of audience as what a run of this reader adds.</summary>
    internal bool IsOfSameAudience(MemoryEntry entry) => MaySee(entry) && entry.IsShared == SeesShared && entry.User == User;

    private bool IsOwn(MemoryEntry entry) => entry.User == User && (!IsBoundToSession || entry.Sessions is [var only] && only == Session);
}
