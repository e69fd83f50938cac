using Hanzo.Network.Agents.Choices;
using Hanzo.Network.Cluster.Security;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;
using Hanzo.Network.Security;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>
/// Of the whole network's choices in two groups, one of which was closed: an agent that was decided alike in both is no conflict, and of
/// revocations the newer list counts. An agent that was decided otherwise stays as it is in the older group.
/// </summary>
internal sealed class ChoiceConflicts : IKeyConflicts
{
    public string? Resolve(string closedGroup, KeyConflict conflict)
    {
        if (conflict is not { Seen: { } seen, Found: { } found }) return null;
        if (conflict.Key == RevocationGroup.Key) return VersionOf(seen) > VersionOf(found) ? seen.Value : found.Value;
        return CommittedCodec.Read(conflict.Key, seen, out _)?.Value is { } closed
            && CommittedCodec.Read(conflict.Key, found, out _)?.Value is { } present
            && AgentChoices.IsSame(closed, present, AgentGroup.IsSame)
            ? found.Value
            : null;
    }

    private static long VersionOf(KeyValueEntry entry) => RevocationCodec.TryRead(entry.Value, out var list, out _) ? list.Version : 0;
}
