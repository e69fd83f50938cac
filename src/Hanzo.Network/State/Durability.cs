namespace Hanzo.Network.State;

/// <summary>What <c>status</c> says of sessions: what has to end before they do.</summary>
public static class Durability
{
    /// <summary>The process.</summary>
    public const string MemoryOnly = "memory-only";

    /// <summary>This machine's data; meanwhile other nodes cannot go on with them while it is away.</summary>
    public const string LocalOnly = "local-only";

    /// <summary>All of the network's nodes reach them.</summary>
    public const string Shared = "shared";
}
