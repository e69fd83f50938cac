using System.Data;
using Hanzo.Network.Agents;
using Hanzo.Network.State;
using Npgsql;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>Stores batches of appends, all that do not depend on each other by one statement. For one thread.</summary>
/// <param name="journalId">Null when the first opening tells it; every other must find the same.</param>
internal sealed class PostgresWriter(PostgresPlace place, IIds ids, TimeProvider time, string? journalId = null) : IDisposable
{
    /// <summary>Sessions whose ends are kept; beyond that all are looked up again.</summary>
    private const int MaxEnds = 4096;

    private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);

    /// <summary>By session: an event that is stored, mostly the last. The statement finds out whether it still is.</summary>
    private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);
    private NpgsqlConnection? _connection;
    private PostgresInsert? _insert;
    private string? _journalId = journalId;

    /// <returns>The journal's id.</returns>
    public string Open()
    {
        _connection = place.Open();
        try
        {
            var id = PostgresSchema.Ensure(_connection, place.Name, ids);
            JournalFormat.RequireSame(place.Name, _journalId, id);
            _insert = new PostgresInsert(_connection);
            return _journalId = id;
        }
        catch (Exception e)
        {
            Dispose();
            if (PostgresErrors.Knows(e)) throw PostgresErrors.Of(place.Name, e);
            throw;
        }
    }

    /// <summary>What is not refused is durable afterwards; when it throws, so is what is decided by then.</summary>
    public void Write(List<PendingAppend> batch)
    {
        try
        {
            if (_connection is not { State: ConnectionState.Open }) Reopen();
            for (var left = batch; left.Count > 0;) left = WriteSome(left);
        }
        catch (Exception e)
        {
            // Whatever went wrong may be the connection, or the server behind it: the next batch looks for both anew.
            Dispose();
            place.Forget();
            if (e is EventStoreException) throw;
            throw PostgresErrors.Of(place.Name, e);
        }
    }

    public void Dispose()
    {
        var (insert, connection) = (_insert, _connection);
        (_insert, _connection) = (null, null);
        _ends.Clear();
        insert?.Dispose();
        connection?.Dispose();
    }

    private void Reopen()
    {
        Dispose();
        Open();
    }

    /// <returns>What could not be decided yet.</returns>
    private List<PendingAppend> WriteSome(List<PendingAppend> appends)
    {
        var round = new AppendRound(appends);
        try
        {
            Store(round, isKnown: round.Now.TrueForAll(append => IsKnown(append, round)));
        }
        catch (PostgresException e) when (IsRace(e))
        {
            // Another process went on with one of these sessions; alone, each finds out whether it is its own.
            foreach (var append in round.Now) WriteAlone(append);
        }

        return round.Later;
    }

    private void WriteAlone(PendingAppend append)
    {
        var round = new AppendRound([append]);
        try
        {
            Store(round, isKnown: false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            append.Decide(append.ExpectedSequence + 1);
        }
    }

    /// <summary>An append of nothing violates nothing: whether it is right must be looked up.</summary>
    private bool IsKnown(PendingAppend append, AppendRound round) =>
        append.Events.Count > 0 && _ends.GetValueOrDefault(append.PersistenceId, -1) == round.BaseOf(append);

    private void Store(AppendRound round, bool isKnown)
    {
        _insert!.Run(round.Now, round.BaseOf, isKnown, JournalFormat.TicksOf(time.GetUtcNow()), _refused);
        round.Decide(_refused);
        if (_ends.Count > MaxEnds) _ends.Clear();
        foreach (var append in round.Now)
            if (append is { IsDecided: true, Refusal: null, Events.Count: > 0 })
                _ends[append.PersistenceId] = append.ExpectedSequence + append.Events.Count;
    }

    private static bool IsRace(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.NotNullViolation
            or PostgresErrorCodes.DeadlockDetected;
}
