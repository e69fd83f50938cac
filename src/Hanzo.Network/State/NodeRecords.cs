namespace Hanzo.Network.State;

/// <summary>What a journal holds of one node only, by the beginning of its persistence id; all else is the network's.</summary>
public static class NodeRecords
{
    /// <summary>What a node has done to the shared state.</summary>
    public const string State = "state/";

    /// <summary>What a node was told of others that hold histories in journals of their own.</summary>
    public const string Holders = "2holders.";

    /// <summary>Sessions that were begun while the node was cut off.</summary>
    public const string Branches = "3branches.";

    public static bool Holds(string persistenceId) => persistenceId.StartsWith(State, StringComparison.Ordinal)
        || persistenceId.StartsWith(Holders, StringComparison.Ordinal) || persistenceId.StartsWith(Branches, StringComparison.Ordinal);
}
