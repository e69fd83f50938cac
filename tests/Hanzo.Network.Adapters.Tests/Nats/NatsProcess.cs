using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Adapters.Nats;

namespace Hanzo.Network.Adapters.Tests.Nats;

/// <summary>A NATS server of the test's own on loopback.</summary>
internal sealed class NatsProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Places = ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"];
    private readonly string[] _more;
    private Process? _process;

    private NatsProcess(int port, string[] more) => (Server, _more) = (new NatsServer("127.0.0.1", port), more);

    /// <summary>Null: not installed.</summary>
    public static string? Program => Places.FirstOrDefault(File.Exists);

    public NatsServer Server { get; }

    public static async Task<NatsProcess> StartAsync(params string[] more)
    {
        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var nats = new NatsProcess(((IPEndPoint)free.LocalEndPoint!).Port, more);
        free.Dispose();
        await nats.StartAsync();
        return nats;
    }

    /// <summary>On the same port as before.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments = ["-a", Server.Host, "-p", Server.Port.ToString(CultureInfo.InvariantCulture), .. _more];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Patience);
        var said = "";
        while (await _process.StandardError.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Contains("Server is ready", StringComparison.Ordinal)) return;
            said += line + "\n";
        }

        throw new InvalidOperationException($"nats-server ended:\n{said}");
    }

    public async Task StopAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
