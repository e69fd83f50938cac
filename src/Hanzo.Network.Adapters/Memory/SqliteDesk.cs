using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Memory;

/// <summary>One connection to a file, for one call after the other; after an error the next call opens the file anew.</summary>
/// <param name="file">For messages.</param>
internal sealed class SqliteDesk(string file, Func<SqliteConnection> open) : IDisposable
{
    /// <summary>Calls that may wait; more are refused.</summary>
    public const int MaxWaiting = 256;

    private readonly SemaphoreSlim _free = new(1);
    private SqliteConnection? _connection;
    private int _waiting;
    private bool _closed;

    /// <exception cref="EventStoreException">The file does not do it, or too many calls wait.</exception>
    public async Task<T> UseAsync<T>(Func<SqliteConnection, T> use, CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MaxWaiting)
                throw new EventStoreException(
                    file, EventStoreProblem.Overloaded, $"{MaxWaiting} calls of the memory wait, the most that may.");
            await _free.WaitAsync(cancellation);
            try
            {
                // The disk may be slow, and the caller's thread may be an actor's.
                return await Task.Run(() => Use(use), cancellation);
            }
            finally
            {
                _free.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>What is under way ends first.</summary>
    public void Dispose()
    {
        _free.Wait();
        _closed = true;
        _connection?.Dispose();
        _connection = null;
        _free.Release();
    }

    private T Use<T>(Func<SqliteConnection, T> use)
    {
        if (_closed) throw new EventStoreException(file, EventStoreProblem.Closed, "it is closed.");
        try
        {
            return use(_connection ??= open());
        }
        catch
        {
            _connection?.Dispose();
            _connection = null;
            throw;
        }
    }
}
