using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Commands;

namespace Hanzo.Network.Node.Children;

/// <summary>A node in a process of its own. It ends with us.</summary>
internal sealed class ChildNode : IAsyncDisposable
{
    private const int KeptLines = 20;
    private const string VariablePrefix = "HANZO_";
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly TaskCompletionSource<ReadyBody> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly StreamWriter? _log;
    private NodeClient? _client;
    private volatile bool _isGone;

    private ChildNode(string id, Process process, string? log)
    {
        (Id, _process) = (id, process);
        if (log is not null) _log = new StreamWriter(log, append: true) { AutoFlush = true };
    }

    public string Id { get; }

    /// <summary>It can be asked: it was ready, and was not killed since.</summary>
    public bool IsUp => _client is not null && !_isGone;

    public NodeClient Client => _client ?? throw new InvalidOperationException($"Node {Id} is not ready yet.");

    /// <param name="arguments">Of the command <c>up</c>.</param>
    /// <param name="log">A file for all that it logs; null: none.</param>
    public static ChildNode Start(string id, ChildProgram program, IEnumerable<string> arguments, string? log = null)
    {
        var process = new Process { StartInfo = StartInfo(program, arguments), EnableRaisingEvents = true };
        var node = new ChildNode(id, process, log);
        process.OutputDataReceived += (_, line) => node.OnOutput(line.Data);
        process.ErrorDataReceived += (_, line) => node.OnError(line.Data);
        process.Exited += (_, _) =>
        {
            node._isGone = true;
            node._ready.TrySetException(new ChildException($"node {id} ended before it was ready:\n{node.Complaints}"));
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return node;
    }

    /// <exception cref="ChildException">It ended, or took too long.</exception>
    public async Task<ReadyBody> ReadyAsync(TimeSpan within, CancellationToken cancellation)
    {
        try
        {
            var ready = await _ready.Task.WaitAsync(within, cancellation);
            _client = new NodeClient(new Uri(ready.HttpUrl));
            return ready;
        }
        catch (TimeoutException)
        {
            throw new ChildException($"node {Id} was not ready within {within.TotalSeconds} s:\n{Complaints}");
        }
    }

    /// <summary>As a power cut would: no goodbye.</summary>
    public async Task KillAsync()
    {
        _isGone = true;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Lets it leave the network; kills it if that takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        if (!_process.HasExited) _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(EndTimeout);
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited) await KillAsync();
        _client?.Dispose();
        _log?.Dispose();
        _process.Dispose();
    }

    private string Complaints => string.Join('\n', _complaints);

    private static ProcessStartInfo StartInfo(ChildProgram program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program.File)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in program.Arguments) start.ArgumentList.Add(argument);
        foreach (var argument in arguments.Prepend("up").Append(UpCommand.ChildFlag).Append(CommandContext.Json.Name))
            start.ArgumentList.Add(argument);

        // What a user has set for a node of theirs is not meant for these.
        var ours = start.Environment.Keys.Where(name => name.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase));
        foreach (var name in ours.ToArray())
            start.Environment.Remove(name);
        return start;
    }

    private void OnOutput(string? line)
    {
        if (line is null || !line.StartsWith('{') || _ready.Task.IsCompleted) return;
        if (JsonSerializer.Deserialize(line, ApiJson.Default.ReadyBody) is { } ready) _ready.TrySetResult(ready);
    }

    private void OnError(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        _log?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {line}"));
        _complaints.Enqueue(line);
        while (_complaints.Count > KeptLines && _complaints.TryDequeue(out _))
        {
            // Only the newest lines are of use.
        }
    }
}
