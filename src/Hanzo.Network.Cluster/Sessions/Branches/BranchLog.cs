using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Sessions.Branches;

internal static partial class BranchLog
{
    [LoggerMessage(5250, LogLevel.Information, "{Branches} sessions that were begun while this node was cut off are woken.")]
    public static partial void Waking(ILogger log, int branches);

    [LoggerMessage(5251, LogLevel.Warning, "Which sessions are begun while this node is cut off could not be noted; it is tried again.")]
    public static partial void NotNoted(ILogger log, Exception error);

    [LoggerMessage(5252, LogLevel.Warning, "What is noted of sessions that were begun while this node was cut off could not be read.")]
    public static partial void NotRead(ILogger log, Exception error);

    [LoggerMessage(5253, LogLevel.Warning, "Notes of sessions that were begun while this node was cut off could not be deleted.")]
    public static partial void NotPruned(ILogger log, Exception error);
}
