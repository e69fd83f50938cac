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

    [LoggerMessage(5208, LogLevel.Debug, "The region does not say which sessions it has.")]
    public static partial void SlotUnknown(ILogger log, Exception error);
}
