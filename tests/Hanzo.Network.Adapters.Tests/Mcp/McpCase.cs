using System.Collections.Immutable;
using System.Text.Json;
using Hanzo.Network.Adapters.Mcp;
using Hanzo.Network.Tools.Mcp;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Adapters.Tests.Mcp;

public abstract class McpCase : IAsyncLifetime
{
    private protected static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly List<McpServers> _started = [];

    private protected static McpServerSpec Process(string name = "box", params string[] arguments) => new(name)
    {
        Command = "dotnet", Arguments = [typeof(ToolServer).Assembly.Location, ToolServer.Argument, .. arguments],
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        foreach (var servers in _started)
        {
            await servers.StopAsync(CancellationToken.None).WaitAsync(Bound);
            await servers.DisposeAsync();
        }
    }

    /// <summary>Waits until each is there, or known to be away.</summary>
    /// <param name="backoff">Null: for ever, so that what is away stays away.</param>
    private protected async Task<McpServers> StartAsync(McpServerSpec server, TimeSpan? backoff = null, McpTimes? times = null)
    {
        var servers = Create(server, (times ?? McpTimes.Default) with { Pause = _ => backoff ?? TimeSpan.FromDays(1) });
        await servers.StartAsync(CancellationToken.None);
        await servers.SettledAsync().WaitAsync(Bound);
        return servers;
    }

    private protected McpServers Create(McpServerSpec server, McpTimes times)
    {
        var servers = new McpServers(ImmutableArray.Create(server), TimeProvider.System, NullLogger<McpServers>.Instance, times);
        _started.Add(servers);
        return servers;
    }

    private protected static async Task<string> Call(
        McpServers servers, string tool, object? arguments = null, CancellationToken token = default)
    {
        var values = JsonSerializer.SerializeToElement(arguments ?? new { }).EnumerateObject()
            .ToDictionary(argument => argument.Name, argument => (object?)argument.Value);
        var call = servers.Find(tool)!.Function.InvokeAsync(new AIFunctionArguments(values), token).AsTask();
        var result = await call.WaitAsync(Bound, token);
        return result!.ToString()!;
    }

    private protected static async Task<string> Error(McpServers servers, string tool, object? arguments = null) =>
        (await Should.ThrowAsync<InvalidOperationException>(Call(servers, tool, arguments))).Message;

    private protected static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Bound);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!isSo()) await timer.WaitForNextTickAsync(limit.Token);
    }

    /// <summary>Calls again and again until there is an answer, as a model would.</summary>
    private protected static async Task<string> Persist(McpServers servers, string tool, object arguments)
    {
        using var limit = new CancellationTokenSource(Bound);
        while (true)
        {
            try
            {
                return await Call(servers, tool, arguments, limit.Token);
            }
            catch (InvalidOperationException)
            {
                limit.Token.ThrowIfCancellationRequested();
            }
        }
    }
}
