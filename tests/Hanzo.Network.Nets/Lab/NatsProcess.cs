using System.Diagnostics;
using System.Globalization;

namespace Hanzo.Network.Nets.Lab;

/// <summary>A NATS server on a host.</summary>
internal sealed class NatsProcess : IAsyncDisposable
{
    public const string Program = "nats-server";
    private const int Port = 4222;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private NatsProcess(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    public static async Task<NatsProcess> StartAsync(LabHost host)
    {
        var start = new ProcessStartInfo("ip") { RedirectStandardError = true };
        var port = Port.ToString(CultureInfo.InvariantCulture);
        string[] words = ["netns", "exec", host.Namespace, Program, "-a", host.Address, "-p", port];
        foreach (var word in words) start.ArgumentList.Add(word);
        var nats = new NatsProcess(Process.Start(start)!, $"nats://{host.Address}:{port}");
        using var deadline = new CancellationTokenSource(Patience);
        var said = "";
        while (await nats._process.StandardError.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Contains("Server is ready", StringComparison.Ordinal)) return nats;
            said += line + "\n";
        }

        throw new LabException($"{Program} ended:\n{said}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
