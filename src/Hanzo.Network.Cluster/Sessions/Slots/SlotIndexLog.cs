using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Sessions.Slots;

internal static partial class SlotIndexLog
{
    [LoggerMessage(5220, LogLevel.Information, "Slot {Slot} is here: its {Sessions} sessions with unfinished runs are woken.")]
    public static partial void Waking(ILogger log, string slot, int sessions);

    [LoggerMessage(5221, LogLevel.Error, "Index {Index} stops: its journal could not be written.")]
    public static partial void PersistFailed(ILogger log, Exception error, string index);

    [LoggerMessage(5222, LogLevel.Warning, "Index {Index} stops here: another writer has taken it over.")]
    public static partial void Fenced(ILogger log, Exception error, string index);

    [LoggerMessage(5223, LogLevel.Error, "Index {Index} cannot be read from its journal.")]
    public static partial void RecoveryFailed(ILogger log, Exception error, string index);

    [LoggerMessage(5224, LogLevel.Information, "Slot {Slot} belongs to nobody and has unfinished runs: it is woken.")]
    public static partial void Unowned(ILogger log, string slot);

    [LoggerMessage(5226, LogLevel.Warning, "Slot {Slot} has unfinished runs that nobody goes on with: {Reason}")]
    public static partial void NoHome(ILogger log, string slot, string reason);

    [LoggerMessage(5227, LogLevel.Warning, "Index {Index} keeps more than it needs: no snapshot, or no deletion, could be stored.")]
    public static partial void NotPruned(ILogger log, Exception error, string index);

    [LoggerMessage(5225, LogLevel.Warning, "Which slots have unfinished runs cannot be read now; it is tried again: {Reason}")]
    public static partial void NotRead(ILogger log, Exception? error, string reason);
}
