using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Commands;

namespace Hanzo.Network.Node.Demo;

/// <summary>A node in a process of its own, started from the program that runs now. It ends with us.</summary>
internal sealed class ChildNode : IAsyncDisposable
{
    private const int KeptLines = 20;
    private const string VariablePrefix = "HANZO_";
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly TaskCompletionSource<ReadyBody> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _complaints = new();
    private NodeClient? _client;

    private ChildNode(string id, Process process) => (Id, _process) = (id, process);

    public string Id { get; }

    public NodeClient Client => _client ?? throw new InvalidOperationException($"Node {Id} is not ready yet.");

    public static ChildNode Start(string id, IEnumerable<string> arguments)
    {
        var process = new Process { StartInfo = StartInfo(arguments), EnableRaisingEvents = true };
        var node = new ChildNode(id, process);
        process.OutputDataReceived += (_, line) => node.OnOutput(line.Data);
        process.ErrorDataReceived += (_, line) => node.OnError(line.Data);
        process.Exited += (_, _) =>
            node._ready.TrySetException(new DemoException($"node {id} ended before it was ready:\n{node.Complaints}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return node;
    }

    /// <exception cref="DemoException">It ended, or took too long.</exception>
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
            throw new DemoException($"node {Id} was not ready within {within.TotalSeconds} s:\n{Complaints}");
        }
    }

    /// <summary>As a power cut would: no goodbye.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Lets it leave the network; kills it if that takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(EndTimeout);
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited) await KillAsync();
        _client?.Dispose();
        _process.Dispose();
    }

    private string Complaints => string.Join('\n', _complaints);

    private static ProcessStartInfo StartInfo(IEnumerable<string> arguments)
    {
        // Either the program is hanzo itself, or the dotnet host that was given hanzo.dll.
        var program = Environment.ProcessPath ?? throw new DemoException("the path of this program is unknown.");
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            start.ArgumentList.Add(typeof(ChildNode).Assembly.Location);
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
        _complaints.Enqueue(line);
        while (_complaints.Count > KeptLines && _complaints.TryDequeue(out _))
        {
            // Only the newest lines are of use.
        }
    }
}
