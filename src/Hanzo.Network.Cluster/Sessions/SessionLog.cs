using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Sessions;

internal static partial class SessionLog
{
    [LoggerMessage(5200, LogLevel.Information, "Run {Run} started.")]
    public static partial void RunStarted(ILogger log, string run);

    [LoggerMessage(5201, LogLevel.Information, "Run {Run} ended: {Status}.")]
    public static partial void RunEnded(ILogger log, string run, string status);

    [LoggerMessage(5202, LogLevel.Information, "Session {Session} resumes what was under way: {Effects} effects.")]
    public static partial void Resumed(ILogger log, string session, int effects);

    [LoggerMessage(5203, LogLevel.Error, "Session {Session} stops: its journal could not be written.")]
    public static partial void PersistFailed(ILogger log, Exception error, string session);

    [LoggerMessage(5204, LogLevel.Error, "Session {Session} cannot be read from its journal.")]
    public static partial void RecoveryFailed(ILogger log, Exception error, string session);

    [LoggerMessage(5205, LogLevel.Error, "Effect {Effect} of session {Session} ended without an outcome.")]
    public static partial void EffectLost(ILogger log, Exception error, string session, string effect);

    [LoggerMessage(5206, LogLevel.Warning, "Session {Session} stops here: another writer has taken it over.")]
    public static partial void Fenced(ILogger log, Exception error, string session);

    [LoggerMessage(5207, LogLevel.Warning, "Session {Session} stops here: another writer has gone on with it.")]
    public static partial void Outdated(ILogger log, string session);

    [LoggerMessage(5209, LogLevel.Warning, "No snapshot of session {Session} could be stored; it is read from its events until the next.")]
    public static partial void SnapshotFailed(ILogger log, Exception error, string session);

    [LoggerMessage(5210, LogLevel.Warning, "What session {Session} does not need any more could not be deleted; it is tried again.")]
    public static partial void PruningFailed(ILogger log, Exception error, string session);

    [LoggerMessage(5211, LogLevel.Information, "Session {Session} is deleted: {Why}.")]
    public static partial void Deleted(ILogger log, string session, string why);

    [LoggerMessage(5212, LogLevel.Warning, "What is left of session {Session}, which is deleted, could not be deleted; it is tried again.")]
    public static partial void NotCleared(ILogger log, Exception error, string session);

    [LoggerMessage(5213, LogLevel.Warning, "Sessions that nobody uses any more could not be looked for; it is tried again.")]
    public static partial void NotSwept(ILogger log, Exception error);

    [LoggerMessage(5214, LogLevel.Information, "Sessions that were not used for {Keep}: {Deleted} deleted, {Forgotten} forgotten.")]
    public static partial void Swept(ILogger log, TimeSpan keep, int deleted, int forgotten);

    [LoggerMessage(5208, LogLevel.Debug, "The region does not say which sessions it has.")]
    public static partial void SlotUnknown(ILogger log, Exception error);
}
