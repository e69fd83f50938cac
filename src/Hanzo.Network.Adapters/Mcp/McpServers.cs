using System.Collections.Immutable;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.Mcp;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Adapters.Mcp;

/// <summary>The servers whose tools a node offers.</summary>
internal sealed class McpServers : IToolSource, IHostedService, IAsyncDisposable, IDisposable
{
    /// <summary>The start of the node waits so long for servers that are about to come; those that come later are there then.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);

    private readonly ImmutableArray<McpLink> _links;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <param name="times">Null: <see cref="McpTimes.Default"/>.</param>
    public McpServers(ImmutableArray<McpServerSpec> servers, TimeProvider time, ILogger<McpServers> log, McpTimes? times = null)
    {
        _time = time;
        _links = [.. servers.Select(server => new McpLink(server, times ?? McpTimes.Default, time, log))];
    }

    public ImmutableArray<string> Names => [.. _links.SelectMany(link => link.Names)];

    public ImmutableArray<string> Notices => [.. _links.SelectMany(link => link.Notices)];

    public Tool? Find(string name) => _links.Select(link => link.Find(name)).FirstOrDefault(tool => tool is not null);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.WhenAll(_links.Select(link => Task.Run(() => link.RunAsync(_stopping.Token), CancellationToken.None)));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(SettledAsync(), Task.Delay(StartPatience, _time, enough.Token));
        await enough.CancelAsync();
    }

    /// <summary>Ends when it is known of each server whether it is there.</summary>
    public Task SettledAsync() => Task.WhenAll(_links.Select(link => link.FirstAttempt));

    /// <summary>May be called again.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_stopping.IsCancellationRequested) await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken);
    }

    /// <summary>Where the start of the node failed nobody has stopped it: its programs end here. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
