namespace Akka.Embedded.Membership;

/// <summary>Which members go.</summary>
internal enum DowningVerdict
{
    /// <summary>The other side: this one stays.</summary>
    Unreachable,

    /// <summary>This side itself.</summary>
    Reachable,

    All,

    /// <summary>
    /// Nodes that some find unreachable and that yet are heard of by way of others; no clean split. What remains is decided without
    /// what they say of each other.
    /// </summary>
    IndirectlyConnected,
}
