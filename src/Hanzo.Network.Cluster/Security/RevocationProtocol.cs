using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Security;

namespace Hanzo.Network.Cluster.Security;

/// <summary>How nodes come to know whom to trust no more.</summary>
internal static class RevocationProtocol
{
    /// <summary>To the node that is revoked, so that it knows why. Answered with <see cref="RevocationsKnown"/>.</summary>
    /// <param name="List">As <see cref="RevocationCodec"/> writes it.</param>
    public sealed record RevocationsTold(string List) : IWireMessage;

    public sealed record RevocationsKnown(long Version) : IWireMessage;

    /// <summary>Local: the signed list is new, and names a node that was not named. Answered with <see cref="Expelled"/>.</summary>
    public sealed record Expel(string NodeId, RevocationList List);

    /// <param name="WasMember">Whether the node was one and was removed.</param>
    /// <param name="Everywhere">Whether all other nodes have confirmed that they know; those that have not hear of it by and by.</param>
    public sealed record Expelled(bool WasMember, bool Everywhere);
}
