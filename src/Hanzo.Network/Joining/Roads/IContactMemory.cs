using System.Collections.Immutable;

namespace Hanzo.Network.Joining.Roads;

/// <summary>Where a process keeps the addresses of its network for its next start.</summary>
public interface IContactMemory
{
    /// <summary>What was kept last; none when there is nothing that can be read.</summary>
    RememberedPeers Load();

    /// <summary>Does not wait until it is written. Called by one thread at a time.</summary>
    /// <param name="members">The other members of the cluster now.</param>
    void Keep(ImmutableArray<NodeAddress> members);
}
