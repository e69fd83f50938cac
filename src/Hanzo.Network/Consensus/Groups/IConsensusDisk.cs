namespace Hanzo.Network.Consensus.Groups;

/// <summary>Where a node keeps its member's log. One log is open at a time. Calls are made one after the other.</summary>
public interface IConsensusDisk
{
    /// <summary>It does not outlive the process.</summary>
    bool IsMemory { get; }

    /// <returns>Null: the node is no member of any group yet.</returns>
    /// <exception cref="ConsensusLogException">It is unreadable.</exception>
    Task<LocalMember?> FindAsync(CancellationToken cancellation);

    /// <summary>Opens the member's log, made where it is missing, after the one that was open is closed.</summary>
    /// <exception cref="ConsensusLogException">There is the log of another member.</exception>
    Task<IConsensusLog> OpenAsync(LocalMember member, CancellationToken cancellation);

    /// <summary>What waits is still written.</summary>
    Task CloseAsync();

    /// <summary>Groups that the node has left with what they held.</summary>
    IClosedGroups Closed { get; }

    /// <summary>Closes the log, and keeps it aside: the node is no member any more.</summary>
    /// <param name="folder">Of <see cref="Closed"/>; null: beside, in the place of the last one.</param>
    Task SetAsideAsync(string? folder, CancellationToken cancellation);
}
