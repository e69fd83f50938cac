namespace Hanzo.Network.Node.Mcp;

internal static partial class McpLog
{
    [LoggerMessage(2201, LogLevel.Warning, "Run {Run}, whose caller has gone, was not cancelled; it may have ended.")]
    public static partial void NotCancelled(ILogger logger, string run, Exception e);
}
