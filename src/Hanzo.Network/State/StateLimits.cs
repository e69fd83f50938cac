namespace Hanzo.Network.State;

/// <summary>The bounds of shared state. They follow from what is replicated as one piece, <see cref="StateBuckets"/>.</summary>
public static class StateLimits
{
    /// <summary>Bytes of a register's value, and of one item of a list, as JSON in UTF-8.</summary>
    public const int MaxValueBytes = 16 * 1024;

    /// <summary>Nesting of a value.</summary>
    public const int MaxDepth = 24;

    public const int MaxListItems = 1000;

    /// <summary>Bytes of all that is kept of one key.</summary>
    public const int MaxKeyBytes = 48 * 1024;

    /// <summary>Nodes, and former lives of nodes without a durable journal, that have written to one list or counter.</summary>
    public const int MaxWriters = 64;

    /// <summary>
    /// Nodes, and former lives of them without a durable journal, that have ever written to a key, removals in between included: who
    /// writes tells of all whom he has seen.
    /// </summary>
    public const int MaxSeen = 512;

    /// <summary>Of a counter, up and down: whole numbers that JSON's readers agree on (2^53 - 1).</summary>
    public const long MaxCount = 9_007_199_254_740_991;

    /// <summary>Bytes of all keys that are replicated together.</summary>
    public const int MaxBucketBytes = 64 * 1024;

    /// <summary>
    /// Contributions (one per key and writer) that are replicated together. What removes a key is one, too, and stays for as long as
    /// the network does: of 512 times 200 in all, so shared state is not for keys that are made and removed without end. Give them
    /// names that come again.
    /// </summary>
    public const int MaxBucketCells = 200;
}
