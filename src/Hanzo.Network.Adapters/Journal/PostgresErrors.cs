using System.Net.Sockets;
using Hanzo.Network.State;
using Npgsql;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>What errors of the server and of the way to it mean to who keeps a journal.</summary>
internal static class PostgresErrors
{
    /// <summary>The states of class 53: disk, memory or connections are used up.</summary>
    private const string InsufficientResources = "53";

    public static bool Knows(Exception error) => error is NpgsqlException or TimeoutException or SocketException or IOException;

    public static EventStoreException Of(string name, Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            New(name, error, EventStoreProblem.Full, "the server's disk is full; it goes on when there is room"),
        PostgresException
        {
            SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DeadlockDetected
        } => New(name, error, EventStoreProblem.Locked, "the server was held up for too long"),
        PostgresException
        {
            SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.DatatypeMismatch
        } => New(name, error, EventStoreProblem.Unreadable, "the database does not hold a journal of this program"),
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } =>
            New(name, error, EventStoreProblem.Unreadable, "the database is damaged"),
        PostgresException { SqlState: var state } when state.StartsWith(InsufficientResources, StringComparison.Ordinal) =>
            New(name, error, EventStoreProblem.Unreachable, "the server is overloaded"),
        PostgresException => New(name, error, EventStoreProblem.Unreachable, "the server refuses"),
        _ when Knows(error) => New(name, error, EventStoreProblem.Unreachable, "the server does not answer"),
        _ => New(name, error, EventStoreProblem.Unreachable, "its connection cannot be used"),
    };

    private static EventStoreException New(string name, Exception error, EventStoreProblem problem, string message) =>
        new(name, problem, $"{message} ({Said(error)}).", error);

    private static string Said(Exception error) =>
        error is PostgresException refused ? $"PostgreSQL {refused.SqlState}: {refused.MessageText}" : error.Message.TrimEnd('.');
}
