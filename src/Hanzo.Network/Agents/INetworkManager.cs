using Hanzo.Network.Partitions;

namespace Hanzo.Network.Agents;

/// <summary>The nodes of a network.</summary>
public interface INetworkManager
{
    /// <summary>
    /// Takes this node out of service: it gets no new sessions, its slots move to others as far as their history is there, too, and
    /// runs under way end. Ends with <see cref="DrainPhase.Drained"/> or, after <paramref name="timeout"/>, with
    /// <see cref="DrainPhase.TimedOut"/>; then the caller ends the process, which leaves the network.
    /// </summary>
    /// <remarks>
    /// The last step comes when all other nodes know and nothing has been under way for two seconds; from then on this node takes no
    /// runs at all. Who stops listening does not stop the drain; a second caller joins it.
    /// </remarks>
    /// <param name="timeout">0 to <see cref="DrainStep.MaxTimeout"/>.</param>
    /// <exception cref="AgentNetworkException"><see cref="NetworkError.InvalidRequest"/>: out of range, or no cluster.</exception>
    IAsyncEnumerable<DrainStep> DrainAsync(TimeSpan timeout, CancellationToken cancellation = default);

    /// <summary>
    /// Declares those dead that this node is cut off from: it goes on as the network, with every history that its journal has, and
    /// wakes their unfinished runs. Only a person can know: where the others live on with another journal, both sides write the same
    /// histories and only one of them is kept when they meet again; where they share one, its fence lets one of them write.
    /// </summary>
    /// <returns>When it serves: what the cut-off was.</returns>
    /// <exception cref="AgentNetworkException"><see cref="NetworkError.Conflict"/>: it is not cut off.</exception>
    Task<PartitionReport> TakeOverAsync(CancellationToken cancellation = default);
}
