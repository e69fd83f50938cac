using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Adapters.Mcp;

internal static partial class McpLinkLog
{
    [LoggerMessage(1120, LogLevel.Information, "The MCP server {Server} offers {Tools} tools.")]
    public static partial void Connected(ILogger log, string server, int tools);

    [LoggerMessage(1121, LogLevel.Warning, "The MCP server {Server} is away: {Why}")]
    public static partial void Away(ILogger log, string server, string why);

    [LoggerMessage(1122, LogLevel.Warning, "Of the MCP server {Server}: {Why}")]
    public static partial void LeftOut(ILogger log, string server, string why);

    [LoggerMessage(1123, LogLevel.Debug, "The MCP server {Server}, which is being called, does not say what tools it has: {Why}")]
    public static partial void SaysNothing(ILogger log, string server, string why);
}
