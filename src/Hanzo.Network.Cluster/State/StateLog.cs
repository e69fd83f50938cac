using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.State;

internal static partial class StateLog
{
    [LoggerMessage(5300, LogLevel.Error, "Shared state of this node cannot be written to its journal.")]
    public static partial void StateNotRecorded(ILogger log, Exception error);

    [LoggerMessage(5301, LogLevel.Error, "Shared state of this node cannot be read from its journal.")]
    public static partial void StateUnreadable(ILogger log, Exception error);

    [LoggerMessage(5302, LogLevel.Warning, "The journal of shared state is opened anew: another process has written to it.")]
    public static partial void StateReopened(ILogger log, Exception error);

    [LoggerMessage(5304, LogLevel.Warning, "What node {Node}, which is not there, wrote to shared state cannot be read from its journal.")]
    public static partial void MissedUnreadable(ILogger log, string node, Exception error);

    [LoggerMessage(
        5306, LogLevel.Warning,
        "The journal of shared state has not all that others know of writer {Writer}, as if it came from a backup; this node goes on "
            + "as another writer.")]
    public static partial void StateLostItsEnd(ILogger log, string writer);

    [LoggerMessage(5307, LogLevel.Warning, "Shared state that this node has recorded cannot be told to the others now: {Bucket}.")]
    public static partial void NotReplicated(ILogger log, string bucket, Exception error);

    [LoggerMessage(5305, LogLevel.Information, "Shared state: {Events} events in journals of nodes that are not there.")]
    public static partial void MissedFound(ILogger log, long events);

    [LoggerMessage(5303, LogLevel.Information, "Shared state: {Operations} operations of this node, as writer {Writer}.")]
    public static partial void StateOpened(ILogger log, long operations, string writer);
}
