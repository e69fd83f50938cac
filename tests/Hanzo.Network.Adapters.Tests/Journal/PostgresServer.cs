using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>A server of this test run's own: on loopback, in a temporary folder, by the programs of the machine's PostgreSQL.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("hanzo-postgres-").FullName;
    private int _databases;
    private Process? _guard;

    /// <summary>What to install; null: nothing is missing.</summary>
    public static string? Missing => Found("initdb") is null
        ? "needs PostgreSQL's initdb and pg_ctl in /usr/lib/postgresql/*/bin: install the package 'postgresql' (apt-get install postgresql)"
        : null;

    /// <summary>Whether the folder stays when the server ends.</summary>
    public bool KeepsData { get; set; }

    public string Folder => _folder;

    /// <summary>On loopback.</summary>
    public int Port { get; init; } = FreePort();

    public async Task InitializeAsync()
    {
        if (Missing is not null) return;

        // initdb and the server refuse to be root; another user's folder is made to be that user's.
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", _folder);
        await RunAsync(Program("initdb"), "-D", Data, "-A", "trust", "-U", "hanzo", "--no-sync");
        await StartAsync();
        // However this process ends, its end of the guard's standard input is closed, and the server stopped.
        const string Script = "trap '' INT HUP TERM; cat >/dev/null; exec \"$0\" -D \"$1\" -s -m immediate stop 2>/dev/null";
        var guard = StartInfo("/bin/sh", "-c", Script, Program("pg_ctl"), Data);
        guard.RedirectStandardInput = true;
        _guard = Process.Start(guard);
    }

    public async Task DisposeAsync()
    {
        if (Missing is null) await StopAsync();
        _guard?.StandardInput.Close();
        _guard?.Dispose();
        if (!KeepsData) Directory.Delete(_folder, recursive: true);
    }

    public Task StartAsync()
    {
        var (log, options) = (Path.Combine(_folder, "log"), $"-h 127.0.0.1 -p {Port} -k {_folder}");
        return RunAsync(Program("pg_ctl"), "-D", Data, "-s", "-w", "-l", log, "-o", options, "start");
    }

    /// <summary>At once, as when it is killed: it recovers from its log when it is started again.</summary>
    public Task StopAsync() => RunAsync(Program("pg_ctl"), "-D", Data, "-s", "-w", "-m", "immediate", "stop");

    /// <summary>A new, empty one.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"journal{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    private string Data => Path.Combine(_folder, "data");

    private string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=hanzo;Database={database}";

    private static string Program(string name) => Found(name) ?? throw new InvalidOperationException(Missing);

    private static string? Found(string name)
    {
        string[] folders = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return folders.Select(folder => Path.Combine(folder, "bin", name)).Order(StringComparer.Ordinal).LastOrDefault(File.Exists);
    }

    private ProcessStartInfo StartInfo(string program, params string[] arguments)
    {
        var asOther = Environment.IsPrivilegedProcess && program != "chown";
        var start = new ProcessStartInfo(asOther ? "setpriv" : program)
        {
            WorkingDirectory = _folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        string[] prefix = asOther ? ["--reuid=postgres", "--regid=postgres", "--init-groups", program] : [];
        foreach (var argument in prefix.Concat(arguments)) start.ArgumentList.Add(argument);
        return start;
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        // The server has its log for both; only what starts it writes here.
        using var process = Process.Start(StartInfo(program, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors} {await output}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
