namespace Hanzo.Network.State;

/// <summary>What <c>status</c> says of sessions: what has to end before they do.</summary>
public static class Durability
{
    /// <summary>The process.</summary>
    public const string MemoryOnly = "memory-only";

    /// <summary>The data of one machine: nodes that do not share it cannot go on with its sessions while it is away.</summary>
    public const string LocalOnly = "local-only";

    /// <summary>All of the network's nodes reach them.</summary>
    public const string Shared = "shared";

    /// <summary>
    /// What is acknowledged is on the disks of a majority of the network's nodes: of three and more, one may be lost. Of two, both are
    /// needed to write.
    /// </summary>
    public const string Replicated = "replicated";

    /// <summary>Of a node that is alone.</summary>
    public static string Of(IEventStore store) => store switch
    {
        IDurableEventStore { IsReplicated: true } => Replicated,
        IDurableEventStore { OutlivesMachine: true } => Shared,
        IDurableEventStore => LocalOnly,
        _ => MemoryOnly,
    };
}
