using System.Diagnostics;
using System.Globalization;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>A process that appends until it is done or killed.</summary>
internal sealed class JournalWriter : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    public JournalWriter(string place, string prefix, int sessions, int events)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [typeof(JournalWriter).Assembly.Location, place, prefix, $"{sessions}", $"{events}"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
    }

    /// <summary>By session: the last event that the store acknowledged.</summary>
    public Dictionary<string, long> Acknowledged { get; } = [];

    /// <summary>Reads acknowledgements until there are so many, or all that there are.</summary>
    public async Task ReadAsync(int atLeast)
    {
        for (var read = 0; read < atLeast; read++)
        {
            // A line that the end cut off is no acknowledgement.
            if (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is not { } line) return;
            if (line.Split(' ') is [var session, var sequence] && sequence.Length > 0)
                Acknowledged[session] = long.Parse(sequence, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>No handler runs, nothing of the process is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async Task EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        if (_process.ExitCode != 0) throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync());
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
