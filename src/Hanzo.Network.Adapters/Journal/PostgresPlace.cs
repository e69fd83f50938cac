using Hanzo.Network.State;
using Npgsql;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>A database by its connection string, and how connections to it are set up.</summary>
internal sealed class PostgresPlace : IDisposable
{
    /// <summary>Unless the connection string says otherwise: a server that does not answer is told of, not waited for.</summary>
    private const int DefaultConnectSeconds = 5;

    private const int DefaultCommandSeconds = 10;

    /// <summary>Of one process, the writer's included.</summary>
    private const int DefaultMaxConnections = 8;

    /// <summary>Statements that a connection keeps prepared.</summary>
    private const int DefaultPrepared = 16;

    private readonly NpgsqlDataSource _source;

    /// <exception cref="ArgumentException">It is no connection string, or names no server.</exception>
    public PostgresPlace(string connectionString)
    {
        var builder = WithDefaults(connectionString);
        Name = $"{builder.Host}:{builder.Port}/{builder.Database ?? builder.Username}";
        _source = new NpgsqlDataSourceBuilder(builder.ConnectionString).Build();
    }

    /// <summary>For errors: without user and password.</summary>
    public string Name { get; }

    /// <exception cref="EventStoreException">It does not answer, or lets this process not in.</exception>
    public NpgsqlConnection Open()
    {
        try
        {
            return _source.OpenConnection();
        }
        catch (Exception e) when (PostgresErrors.Knows(e))
        {
            throw PostgresErrors.Of(Name, e);
        }
    }

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancellation);
        }
        catch (ObjectDisposedException)
        {
            throw new EventStoreException(Name, EventStoreProblem.Closed, "it is closed.");
        }
        catch (Exception e) when (PostgresErrors.Knows(e))
        {
            throw PostgresErrors.Of(Name, e);
        }
    }

    /// <summary>One statement on a connection of its own.</summary>
    /// <exception cref="EventStoreException">The server does not answer, or does not do it.</exception>
    public async Task<T> UseAsync<T>(
        string sql, NpgsqlParameter[] parameters, Func<NpgsqlCommand, Task<T>> use, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddRange(parameters);
            return await use(command);
        }
        catch (Exception e) when (PostgresErrors.Knows(e))
        {
            throw PostgresErrors.Of(Name, e);
        }
    }

    /// <summary>Drops the connections at hand: they may lead to a server that is not the one any more.</summary>
    public void Forget() => _source.Clear();

    public void Dispose() => _source.Dispose();

    /// <returns>Null when the text is a connection string that names a server.</returns>
    public static string? WhyNot(string connectionString)
    {
        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connectionString).Host)
                ? "the connection string of the journal names no Host."
                : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return $"the connection string of the journal is not understood: {e.Message}";
        }
    }

    /// <exception cref="ArgumentException">It is no connection string, or names no server.</exception>
    public static NpgsqlConnectionStringBuilder WithDefaults(string connectionString)
    {
        if (WhyNot(connectionString) is { } problem) throw new ArgumentException(problem, nameof(connectionString));
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        // ContainsKey says only whether a key is allowed.
        var keys = given.Keys;
        if (!keys.Contains("Timeout")) given.Timeout = DefaultConnectSeconds;
        if (!keys.Contains("Command Timeout")) given.CommandTimeout = DefaultCommandSeconds;
        if (!keys.Contains("Maximum Pool Size")) given.MaxPoolSize = Math.Max(DefaultMaxConnections, given.MinPoolSize);
        if (!keys.Contains("Max Auto Prepare")) given.MaxAutoPrepare = DefaultPrepared;
        given.ApplicationName ??= "hanzo";
        return given;
    }
}
