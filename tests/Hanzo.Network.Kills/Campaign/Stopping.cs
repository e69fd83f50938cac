using System.Runtime.InteropServices;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>
/// When a campaign ends before its last kill: after a signal or its time it makes no further kill and judges those it made; a second
/// signal ends it at once.
/// </summary>
internal sealed class Stopping : IDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private readonly CancellationTokenSource _atOnce = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="within">Null: there is no bound.</param>
    public Stopping(TimeSpan? within)
    {
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
        if (within is { } bound) _enough.CancelAfter(bound);
    }

    /// <summary>No further kill.</summary>
    public CancellationToken Enough => _enough.Token;

    /// <summary>Nothing further.</summary>
    public CancellationToken AtOnce => _atOnce.Token;

    public bool IsInterrupted { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _enough.Dispose();
        _atOnce.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (IsInterrupted) _atOnce.Cancel();
        IsInterrupted = true;
        _enough.Cancel();
    }
}
