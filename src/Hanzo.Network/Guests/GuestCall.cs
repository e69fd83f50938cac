using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Guests;

/// <summary>Calls code that is not ours: tools, models, guardrails, routers, memories, generators of vectors.</summary>
/// <param name="log">Told what guests do wrong when they are cancelled; null: nobody is.</param>
internal sealed class GuestCall(TimeProvider time, ILogger? log = null)
{
    private readonly ILogger _log = log ?? NullLogger.Instance;

    /// <summary>
    /// Returns when the guest has answered, at the limit or when the caller cancels, whether the guest heeds its token, throws when it
    /// is cancelled, or blocks its thread. It is cancelled with the caller, and at the limit.
    /// </summary>
    /// <param name="guest">Its name, for the log and for errors.</param>
    /// <param name="limit">What it may take; <see cref="Timeout.InfiniteTimeSpan"/>: as long as it likes.</param>
    /// <exception cref="GuestTimeoutException">The limit has passed.</exception>
    /// <exception cref="OperationCanceledException">The caller has cancelled; or the guest threw it by itself.</exception>
    public async Task<T> WithinAsync<T>(
        string guest, TimeSpan limit, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        using var guests = new GuestCancellation(guest, time, _log, either.Token);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            return await Begin(call, guests.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            if (timeout.IsCancellationRequested) throw new GuestTimeoutException(guest, limit);
            throw;
        }
    }

    /// <summary>
    /// On a thread of the pool, as it may block: the caller may be an actor. Under a synchronization context, such as a simulation's,
    /// it is called at once, as all that is to be done there is done by one thread.
    /// </summary>
    private static Task<T> Begin<T>(Func<CancellationToken, Task<T>> call, CancellationToken token)
    {
#pragma warning disable RS0030 // No actor and no executor is to wait for what is not ours.
        if (SynchronizationContext.Current is null) return Task.Run(() => call(token));
#pragma warning restore RS0030
        try
        {
            return call(token);
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }
}
