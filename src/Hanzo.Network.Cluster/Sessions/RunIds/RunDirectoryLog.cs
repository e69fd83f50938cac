using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

internal static partial class RunDirectoryLog
{
    [LoggerMessage(5230, LogLevel.Error, "Run id {Id} could not be recorded.")]
    public static partial void NotRecorded(ILogger log, Exception error, string id);

    [LoggerMessage(5231, LogLevel.Error, "Run id {Id} cannot be read from its journal.")]
    public static partial void NotRead(ILogger log, Exception error, string id);

    [LoggerMessage(5232, LogLevel.Error, "What the journal has of run ids that another node asked for could not be read.")]
    public static partial void NotRecalled(ILogger log, Exception error);
}
