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

    /// <summary>Which journal the network has chosen, as far as the node's own journal knows.</summary>
    public const string Choice = "4journal.";

    /// <summary>Has an event since the network has chosen its own: no history begins in the node's own journal any more.</summary>
    public const string Chosen = Choice + "chosen";

    /// <summary>How all of them begin.</summary>
    public static IReadOnlyList<string> Beginnings { get; } = [State, Holders, Branches, Choice];

    public static bool Holds(string persistenceId)
    {
        foreach (var beginning in Beginnings)
            if (persistenceId.StartsWith(beginning, StringComparison.Ordinal)) return true;
        return false;
    }
}
