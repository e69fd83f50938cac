using System.Diagnostics;
using System.Threading.Channels;

namespace Hanzo.Network.Benchmarks.Processes;

/// <summary>
/// This program once more, in a role, as a process of its own. Both sides speak lines: ours go to its standard input, its to ours.
/// It ends with us at the latest, because its input does.
/// </summary>
internal sealed class Child : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    public static readonly string DotNet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
    private const int TranscriptLines = 40;
    private readonly Process _process;
    private readonly Channel<Line> _lines = Channel.CreateUnbounded<Line>();
    private readonly Queue<string> _transcript = new();
    private readonly string _role;
    private bool _isStopped;

    private Child(string role, Process process) => (_role, _process) = (role, process);

    public int Pid => _process.Id;

    /// <summary>Just before the process was started, as <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long StartedAt { get; private init; }

    public bool HasExited => _process.HasExited;

    public static Child Start(string role, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(DotNet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[typeof(Child).Assembly.Location, Roles.Roles.Command, role, .. arguments])
            start.ArgumentList.Add(argument);
        var child = new Child(role, new Process { StartInfo = start }) { StartedAt = Stopwatch.GetTimestamp() };
        child._process.OutputDataReceived += (_, line) => child.OnLine(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Remember($"! {line.Data}");
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    public void Say(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>The rest of the next line that begins with a word, and when it came; lines before it are passed over.</summary>
    /// <exception cref="TimeoutException">It did not come in time.</exception>
    /// <exception cref="InvalidOperationException">The process ended.</exception>
    public async Task<Line> ExpectAsync(string word, TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Patience);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(deadline.Token))
                if (line.Text == word || line.Text.StartsWith(word + ' ', StringComparison.Ordinal))
                    return line with { Text = line.Text[word.Length..].TrimStart() };
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{_role} {Pid} did not say '{word}' within {within ?? Patience}; so far:\n{Transcript}");
        }

        throw new InvalidOperationException($"{_role} {Pid} ended without saying '{word}':\n{Transcript}");
    }

    public Task<Line> AskAsync(string line, string word, TimeSpan? within = null)
    {
        Say(line);
        return ExpectAsync(word, within);
    }

    /// <summary>At once, as by kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Stops it in its tracks: its connections stay open and it says nothing.</summary>
    public Task StopAsync()
    {
        _isStopped = true;
        return Signals.SendAsync(Pid, "STOP");
    }

    public Task ContinueAsync()
    {
        _isStopped = false;
        return Signals.SendAsync(Pid, "CONT");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        if (_isStopped) await ContinueAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private string Transcript
    {
        get
        {
            lock (_transcript) return string.Join('\n', _transcript);
        }
    }

    private void OnLine(string? text)
    {
        if (text is null)
        {
            _lines.Writer.TryComplete();
            return;
        }

        var at = Stopwatch.GetTimestamp();
        Remember(text);
        _lines.Writer.TryWrite(new Line(text, at));
    }

    private void Remember(string line)
    {
        lock (_transcript)
        {
            _transcript.Enqueue(line);
            if (_transcript.Count > TranscriptLines) _transcript.Dequeue();
        }
    }

    /// <param name="At">When it was read, as <see cref="Stopwatch.GetTimestamp"/>.</param>
    internal sealed record Line(string Text, long At);
}
