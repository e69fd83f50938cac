using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Guests;

/// <summary>
/// Cancels code that is not ours, a tool or a model's client. Its callbacks run on a timer of the clock, so that one that throws or
/// blocks concerns nobody else: neither who cancels nor what is cancelled with it.
/// </summary>
public sealed partial class GuestCancellation : IDisposable
{
    private readonly CancellationTokenSource _guest = new();
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _name;
    private readonly CancellationTokenRegistration _host;
    private ITimer? _timer;
    private int _begun;

    /// <param name="name">Of the guest, for the log.</param>
    /// <param name="host">Cancelled, the guest is soon, too.</param>
    public GuestCancellation(string name, TimeProvider time, ILogger log, CancellationToken host)
    {
        (_name, _time, _log) = (name, time, log);
        Token = _guest.Token;
        _host = host.Register(Begin);
    }

    public CancellationToken Token { get; }

    /// <summary>Who waited for the guest may be told of the cancellation before the guest: it comes nevertheless.</summary>
    public void Dispose()
    {
        _host.Dispose();
        if (_host.Token.IsCancellationRequested) Begin();
    }

    private void Begin()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
            _timer = _time.CreateTimer(_ => Cancel(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Cancel()
    {
        try
        {
            _guest.Cancel();
        }
        catch (AggregateException error)
        {
            CallbackFailed(_log, error.GetBaseException(), _name);
        }
        finally
        {
            _timer?.Dispose();
        }
    }

    [LoggerMessage(1001, LogLevel.Warning, "What {Guest} does when it is cancelled has failed.")]
    private static partial void CallbackFailed(ILogger log, Exception error, string guest);
}
