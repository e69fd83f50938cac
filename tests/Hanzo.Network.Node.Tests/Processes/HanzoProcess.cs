using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace Hanzo.Network.Node.Tests.Processes;

/// <param name="NetworkNamespace">Of Linux; null: the test's own.</param>
/// <param name="Folder">It works there; null: where the test does.</param>
internal sealed record HanzoPlace(string? NetworkNamespace = null, string? Folder = null)
{
    /// <summary>Besides those of the test; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>What dotnet runs instead of the built program: a path and first words; null: the built program.</summary>
    public IReadOnlyList<string>? Program { get; init; }
}

/// <summary>The built program in a process of its own, whose lines can be awaited. Ends with the test at the latest.</summary>
internal sealed class HanzoProcess : IAsyncDisposable
{
    /// <summary>Until what must come is missed: on a machine whose processors are wanted by many others, too.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _transcript = [];
    private int _openStreams = 2;

    private HanzoProcess(Process process) => _process = process;

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>All that was written so far, standard error marked by <c>! </c>.</summary>
    public string Transcript
    {
        get
        {
            lock (_transcript) return string.Join('\n', _transcript);
        }
    }

    public static HanzoProcess Start(params IEnumerable<string> arguments) => StartOf(HanzoBuild.Runtime, arguments);

    public static HanzoProcess StartOf(string runtime, params IEnumerable<string> arguments) =>
        StartIn(new HanzoPlace(), runtime, arguments);

    public static HanzoProcess StartIn(HanzoPlace place, string runtime, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(place.NetworkNamespace is null ? "dotnet" : "ip")
        {
            WorkingDirectory = place.Folder ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (place.NetworkNamespace is { } space)
            foreach (var word in new[] { "netns", "exec", space, "dotnet" }) start.ArgumentList.Add(word);
        foreach (var word in place.Program ?? [HanzoBuild.Program(runtime)]) start.ArgumentList.Add(word);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToArray()) start.Environment.Remove(name);
        start.Environment["HANZO_NO_MODEL_PROBE"] = "true";
        start.Environment["HANZO_KEYS"] = TestKeys.Folder;
        foreach (var (name, value) in place.Variables)
        {
            start.Environment.Remove(name);
            if (value is not null) start.Environment[name] = value;
        }

        var hanzo = new HanzoProcess(new Process { StartInfo = start });
        hanzo._process.OutputDataReceived += (_, line) => hanzo.OnLine(line.Data, "");
        hanzo._process.ErrorDataReceived += (_, line) => hanzo.OnLine(line.Data, "! ");
        hanzo._process.Start();
        hanzo._process.BeginOutputReadLine();
        hanzo._process.BeginErrorReadLine();
        return hanzo;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Transcript)> RunAsync(params IEnumerable<string> arguments)
    {
        await using var hanzo = Start(arguments);
        return (await hanzo.ExitAsync(), hanzo.Transcript);
    }

    /// <summary>The next line that contains a text.</summary>
    public async Task<string> LineAsync(string text, TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Patience);
        try
        {
            while (await _lines.Reader.WaitToReadAsync(deadline.Token))
                while (_lines.Reader.TryRead(out var line))
                    if (line.Contains(text, StringComparison.Ordinal)) return line;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no line with '{text}' within {within ?? Patience}; so far:\n{Transcript}");
        }
        throw new InvalidOperationException($"it ended without a line with '{text}':\n{Transcript}");
    }

    /// <summary>Its exit code, when it has ended and all its lines are read.</summary>
    public async Task<int> ExitAsync(TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Patience);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"it has not ended within {within ?? Patience}; so far:\n{Transcript}");
        }
    }

    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Its standard input ends.</summary>
    public void EndInput() => _process.StandardInput.Close();

    public Task InterruptAsync() => SignalAsync("INT");

    public Task TerminateAsync() => SignalAsync("TERM");

    public Task KillAsync() => SignalAsync("KILL");

    /// <summary>It does nothing from now on, until it is told to go on.</summary>
    public Task StopAsync() => SignalAsync("STOP");

    public Task GoOnAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static bool IsOurs(string variable) =>
        variable.StartsWith("HANZO_", StringComparison.Ordinal) || variable.StartsWith("OPENAI_", StringComparison.Ordinal);

    private async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private void OnLine(string? line, string mark)
    {
        if (line is null)
        {
            if (Interlocked.Decrement(ref _openStreams) == 0) _lines.Writer.Complete();
            return;
        }
        lock (_transcript) _transcript.Add(mark + line);
        _lines.Writer.TryWrite(mark + line);
    }
}
