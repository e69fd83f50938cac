namespace Hanzo.Network.Adapters.Models;

/// <summary>Cancels when nothing has been heard for some time, or when the caller does.</summary>
internal sealed class Silence : IDisposable
{
    private readonly TimeSpan _longest;
    private readonly CancellationTokenSource _silent;
    private readonly CancellationTokenSource _either;

    public Silence(TimeSpan longest, TimeProvider time, CancellationToken caller)
    {
        _longest = longest;
        _silent = new CancellationTokenSource(longest, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silent.Token, caller);
    }

    public CancellationToken Token => _either.Token;

    public bool IsOver => _silent.IsCancellationRequested;

    public void Heard() => _silent.CancelAfter(_longest);

    public void Dispose()
    {
        _either.Dispose();
        _silent.Dispose();
    }
}
