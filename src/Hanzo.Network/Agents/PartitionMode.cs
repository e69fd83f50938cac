namespace Hanzo.Network.Agents;

/// <summary>What an agent does on a node that has been cut off from the rest of its network, which goes on without it.</summary>
public enum PartitionMode
{
    /// <summary>Runs are refused until the node is back; histories are served, as they were when it was cut off.</summary>
    Pause,

    /// <summary>Serves histories only, and says so: who refuses runs is not a fault to be waited for but what was asked for.</summary>
    ReadOnly,

    /// <summary>
    /// Runs go on in branches: sessions of their own, which begin with their parent's history and never become part of it.
    /// </summary>
    ContinueLocal,
}
