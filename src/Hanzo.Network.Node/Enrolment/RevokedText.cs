using Hanzo.Network.Adapters.Security;

namespace Hanzo.Network.Node.Enrolment;

internal static class RevokedText
{
    /// <summary>What the node's user is told; null: it is not revoked.</summary>
    public static string? Of(NodeSecurity security) => security.RefuseSelf() is { } reason
        ? $"this node is no longer part of network '{security.Keys.Network}': {reason} by the network's authority. To come back: "
            + "'hanzo invite' on the machine that created the network, then 'hanzo join' here."
        : null;
}
