using System.Globalization;
using Akka.Cluster;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>
/// The cluster roles that tell everyone a member's node id, <c>node.one</c>, and the versions of our messages that it speaks,
/// <c>speaks.1-2</c>.
/// </summary>
internal static class NodeRole
{
    private const string Prefix = "node.";

    private const string SpeaksPrefix = "speaks.";

    public static string Of(string nodeId) => Prefix + nodeId;

    public static string Of(ProtocolRange range) =>
        string.Create(CultureInfo.InvariantCulture, $"{SpeaksPrefix}{range.Min}-{range.Max}");

    /// <summary>What all of them speak; null of none.</summary>
    public static SharedProtocol? SharedBy(IEnumerable<Member> members) => SharedProtocol.Of(
        members.Where(member => member.Status is not (MemberStatus.Down or MemberStatus.Removed))
            .Select(member => (NodeIdOf(member) ?? member.Address.ToString(), SpokenBy(member.Roles))));

    /// <summary>Of a member with those roles.</summary>
    internal static ProtocolRange SpokenBy(IEnumerable<string> roles)
    {
        var told = roles.FirstOrDefault(role => role.StartsWith(SpeaksPrefix, StringComparison.Ordinal))?[SpeaksPrefix.Length..].Split('-');
        return told is [var min, var max] && int.TryParse(min, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(max, NumberStyles.None, CultureInfo.InvariantCulture, out var to) && from <= to
                ? new ProtocolRange(from, to)
                : ProtocolRange.Untold;
    }

    /// <summary>Null when the member has no such role.</summary>
    public static string? NodeIdOf(Member member) =>
        member.Roles.Where(role => role.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault()?[Prefix.Length..];
}
