using System.Runtime.InteropServices;

namespace Hanzo.Network.Node.Hosting;

/// <summary>Lets a second Ctrl-C end a process at once that is still leaving its network.</summary>
internal sealed class Impatience : IDisposable
{
    private const int ExitCodeOfInterrupted = 130; // 128 + SIGINT, as shells have it
    private readonly CancellationTokenRegistration _onStopping;
    private PosixSignalRegistration? _second;

    private Impatience(CancellationToken stopping) =>
        _onStopping = stopping.Register(() =>
            _second = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(ExitCodeOfInterrupted)));

    public static Impatience After(CancellationToken stopping) => new(stopping);

    public void Dispose()
    {
        _onStopping.Dispose();
        _second?.Dispose();
    }
}
