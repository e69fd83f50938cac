using Hanzo.Network.Agents;
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

    [LoggerMessage(
        5122, LogLevel.Information,
        "Agent '{Agent}' was known to nodes and not to the group: the group has taken over version {Version}.")]
    public static partial void TakenOver(ILogger log, AgentName agent, long version);

    [LoggerMessage(5123, LogLevel.Warning, "{Conflict}")]
    public static partial void Conflicting(ILogger log, string conflict);

    [LoggerMessage(
        5124, LogLevel.Warning,
        "What nodes know of deployed agents and the group does not could not be brought into it: {Reason}")]
    public static partial void NotTakenOver(ILogger log, string reason);
}
