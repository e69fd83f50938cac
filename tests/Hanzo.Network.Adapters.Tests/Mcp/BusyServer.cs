using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Hanzo.Network.Adapters.Tests.Mcp;

/// <summary>A server that says nothing of its tools while it works, and that does not end with its input.</summary>
internal sealed class BusyServer
{
    public const string Pid = "pid";
    public const string Work = "work";
    public const string Hush = "hush";

    private readonly SemaphoreSlim _asked = new(0);
    private volatile TaskCompletionSource? _work;

    public async Task<int> RunAsync()
    {
        await using var server = McpServer.Create(new StdioServerTransport("busy"), new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "busy", Version = "1" },
            Handlers = new McpServerHandlers { ListToolsHandler = async (_, cancelled) => await ListAsync(cancelled) },
            ToolCollection =
            [
                ToolServer.Tool(() => Environment.ProcessId, Pid),
                ToolServer.Tool(WorkAsync, Work),
                ToolServer.Tool(() => { _work = new TaskCompletionSource(); }, Hush),
            ],
        });
        await server.RunAsync();
        await new TaskCompletionSource().Task;
        return 0;
    }

    /// <summary>Until it has been asked so many times what tools it has, in vain.</summary>
    private async Task<string> WorkAsync(int looks)
    {
        var work = _work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var look = 0; look < looks; look++) await _asked.WaitAsync();
        _work = null;
        work.SetResult();
        return "done";
    }

    private async Task<ListToolsResult> ListAsync(CancellationToken cancellation)
    {
        if (_work is { } work)
        {
            _asked.Release();
            await work.Task.WaitAsync(cancellation);
        }

        return new ListToolsResult { Tools = [] };
    }
}
