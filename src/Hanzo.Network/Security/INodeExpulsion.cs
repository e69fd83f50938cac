namespace Hanzo.Network.Security;

/// <summary>Makes a revocation count in a network that runs.</summary>
public interface INodeExpulsion
{
    /// <summary>
    /// Tells the revoked node, then takes the list here, removes the node from the network, and waits a moment for all others to know.
    /// </summary>
    /// <param name="list">Signed by the authority, newer than the one that counts, and it names the node.</param>
    /// <exception cref="Agents.AgentNetworkException">This node is not part of the network now.</exception>
    Task<Expulsion> ExpelAsync(string nodeId, RevocationList list, CancellationToken cancellation);
}

/// <param name="WasMember">The node was there, and was removed.</param>
/// <param name="Everywhere">All others know; false: not all have confirmed it in time, and the rest hear of it by and by.</param>
public sealed record Expulsion(bool WasMember, bool Everywhere);
