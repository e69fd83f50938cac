using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Registry;

internal static partial class RegistryLog
{
    [LoggerMessage(5120, LogLevel.Warning, "The value of '{Key}' cannot be read and does not count: {Error}")]
    public static partial void Unreadable(ILogger log, string key, string error);

    [LoggerMessage(
        5121, LogLevel.Error,
        "The value of '{Key}' would have {Bytes} bytes, at most {Most} are allowed: it is told without this node's own agents, or not.")]
    public static partial void TooLarge(ILogger log, string key, int bytes, int most);
}
