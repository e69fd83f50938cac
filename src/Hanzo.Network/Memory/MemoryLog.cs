using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Memory;

internal static partial class MemoryLog
{
    [LoggerMessage(7001, LogLevel.Information, "Memories of agents are kept {Store}.")]
    public static partial void Kept(ILogger log, string store);

    [LoggerMessage(7002, LogLevel.Warning, "Run {Run} goes on without what is remembered: {Error}")]
    public static partial void RecallFailed(ILogger log, string run, string error);

    [LoggerMessage(7003, LogLevel.Warning, "Run {Run} could not be remembered: {Error}")]
    public static partial void KeepFailed(ILogger log, string run, string error);
}
