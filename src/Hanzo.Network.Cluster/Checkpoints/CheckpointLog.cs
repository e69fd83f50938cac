using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Checkpoints;

internal static partial class CheckpointLog
{
    [LoggerMessage(5320, LogLevel.Information, "Shared state begins with checkpoint {Id}: {Keys} keys.")]
    public static partial void Revived(ILogger log, string id, int keys);

    [LoggerMessage(5321, LogLevel.Error, "{Damage} What older ones have of it is taken instead.")]
    public static partial void Damaged(ILogger log, string damage);

    [LoggerMessage(5323, LogLevel.Error, "Shared state begins without a checkpoint: {Error}")]
    public static partial void NotRevived(ILogger log, string error);

    [LoggerMessage(5322, LogLevel.Error, "No automatic checkpoint: {Error}")]
    public static partial void NotTaken(ILogger log, string error);
}
