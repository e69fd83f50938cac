using Hanzo.Network.Agents;
using Hanzo.Network.State;
using Npgsql;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>Stores batches of appends, all that do not depend on each other by one statement. For one thread.</summary>
internal sealed class PostgresWriter(PostgresPlace place, IIds ids, TimeProvider time) : IDisposable
{
    /// <summary>Sessions whose ends are kept; beyond that all are looked up again.</summary>
    private const int MaxEnds = 4096;

    private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);

    /// <summary>By session: an event that is stored, mostly the last. History only grows.</summary>
    private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);
    private NpgsqlConnection? _connection;
    private PostgresInsert? _insert;

    /// <returns>The journal's id.</returns>
    public string Open()
    {
        _connection = place.Open();
        try
        {
            var id = PostgresSchema.Ensure(_connection, place.Name, ids);
            _insert = new PostgresInsert(_connection);
            return id;
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
        if (_connection is null) Open();
        try
        {
            for (var left = batch; left.Count > 0;) left = WriteSome(left);
        }
        catch (Exception e) when (PostgresErrors.Knows(e))
        {
            // What went wrong may be the connection, or the server behind it: the next batch looks for both anew.
            Dispose();
            place.Forget();
            throw PostgresErrors.Of(place.Name, e);
        }
    }

    public void Dispose()
    {
        _insert?.Dispose();
        _connection?.Dispose();
        (_insert, _connection) = (null, null);
        _ends.Clear();
    }

    /// <returns>What could not be decided yet.</returns>
    private List<PendingAppend> WriteSome(List<PendingAppend> appends)
    {
        var round = new AppendRound(appends);
        try
        {
            Store(round, isKnown: round.Now.TrueForAll(append => EndOf(append.PersistenceId) == round.BaseOf(append)));
        }
        catch (PostgresException e) when (IsRace(e))
        {
            // Between looking and writing another process stored one of these events; alone, each finds out whether it is its own.
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

    private long EndOf(string persistenceId) => _ends.GetValueOrDefault(persistenceId, -1);

    private void Store(AppendRound round, bool isKnown)
    {
        _insert!.Run(round.Now, round.BaseOf, isKnown, JournalFormat.TicksOf(time.GetUtcNow()), _refused);
        round.Decide(_refused);
        if (_ends.Count > MaxEnds) _ends.Clear();
        foreach (var append in round.Now)
            if (append is { IsDecided: true, Refusal: null }) _ends[append.PersistenceId] = append.ExpectedSequence + append.Events.Count;
    }

    private static bool IsRace(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected;
}
