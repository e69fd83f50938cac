using Akka.Cluster;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>The cluster role that tells a member's node id to everyone: <c>node.one</c>.</summary>
internal static class NodeRole
{
    private const string Prefix = "node.";

    public static string Of(string nodeId) => Prefix + nodeId;

    /// <summary>Null when the member has no such role.</summary>
    public static string? NodeIdOf(Member member) =>
        member.Roles.Where(role => role.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault()?[Prefix.Length..];
}
