using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Security;

internal static partial class RevocationLog
{
    [LoggerMessage(5400, LogLevel.Warning, "Trusted no more by the network: {Nodes} (list {Version} of the authority).")]
    public static partial void Taken(ILogger log, string nodes, long version);

    [LoggerMessage(5401, LogLevel.Warning, "Node {Node} was revoked; removing it from the cluster.")]
    public static partial void Removing(ILogger log, string node);

    [LoggerMessage(5404, LogLevel.Information, "List {Version} of the authority is kept now.")]
    public static partial void Kept(ILogger log, long version);

    [LoggerMessage(
        5403, LogLevel.Error,
        "List {Version} of the authority counts, but would not after a restart; keeping it is tried again each second: {Problem}")]
    public static partial void NotKept(ILogger log, long version, string problem);

    [LoggerMessage(5402, LogLevel.Warning, "A list of revocations does not count: {Problem}.")]
    public static partial void NotTaken(ILogger log, string problem);

    [LoggerMessage(5405, LogLevel.Information, "List {Version} of the authority counts, and is not in the network's group yet: {Problem}")]
    public static partial void NotInGroup(ILogger log, long version, string problem);
}
