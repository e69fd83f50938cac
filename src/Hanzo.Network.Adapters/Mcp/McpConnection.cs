using System.Globalization;
using Hanzo.Network.Adapters.Http;
using Hanzo.Network.Tools.Mcp;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Hanzo.Network.Adapters.Mcp;

/// <summary>One connection to a server, from its first message to its end. What a server says is bounded.</summary>
internal sealed class McpConnection : IAsyncDisposable
{
    /// <summary>Bytes of one message; a larger one ends the connection.</summary>
    public const int MaxMessageBytes = 4 * 1024 * 1024;

    private const int MaxPages = 32;

    /// <summary>A program may have to be fetched before it starts.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ListPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(5);

    /// <summary>Between the end of a program's output and its own.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<string> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _listChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _tooLarge;
    private McpProcess? _process;
    private HttpClientTransport? _http;
    private McpClient? _client;

    private McpConnection()
    {
    }

    /// <summary>Why it has ended.</summary>
    public Task<string> Ended { get; private set; } = null!;

    /// <exception cref="IOException">There is no such server; says why.</exception>
    public static async Task<McpConnection> OpenAsync(McpServerSpec server, CancellationToken cancellation)
    {
        var connection = new McpConnection();
        try
        {
            await connection.StartAsync(server, cancellation);
            return connection;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            var why = await connection.WhyAsync(e.Message);
            await connection.DisposeAsync();
            throw new IOException(why, e);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends when the server says that it has other tools than it said; what it has said before counts no more.</summary>
    public Task TakeListChanged()
    {
        Volatile.Write(ref _listChanged, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _listChanged.Task;
    }

    public void Break(string why) => _broken.TrySetResult(why);

    public async Task<IReadOnlyList<McpToolSpec>> ListAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ListPatience);
        var tools = new List<McpToolSpec>();
        var cursor = (string?)null;
        for (var page = 0; page < MaxPages; page++)
        {
            var listed = await _client!.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, limit.Token);
            tools.AddRange(listed.Tools.Select(SpecOf));
            cursor = listed.NextCursor;
            if (string.IsNullOrEmpty(cursor)) break;
        }

        return tools;
    }

    public ValueTask<CallToolResult> CallAsync(CallToolRequestParams call, CancellationToken cancellation) =>
        _client!.CallToolAsync(call, cancellation);

    public async ValueTask DisposeAsync()
    {
        Break("this node has closed it.");
        if (_client is not null) await CloseAsync(_client);
        if (_http is not null) await CloseAsync(_http);
        if (_process is null) return;
        await _process.StopAsync();
        _process.Dispose();
    }

    private async Task StartAsync(McpServerSpec server, CancellationToken cancellation)
    {
        var options = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "hanzo-network", Version = NetworkVersion.Current },
            InitializationTimeout = StartPatience,
            Handlers = new McpClientHandlers
            {
                NotificationHandlers = [KeyValuePair.Create(
                    NotificationMethods.ToolListChangedNotification,
                    (JsonRpcNotification _, CancellationToken _) =>
                    {
                        Volatile.Read(ref _listChanged).TrySetResult();
                        return ValueTask.CompletedTask;
                    })],
            },
        };
        IClientTransport transport = server.Url is { } url
            ? _http = TransportTo(url, server)
            : TransportTo(_process = McpProcess.Start(server));
        _client = await McpClient.CreateAsync(transport, options, loggerFactory: null, cancellation).WaitAsync(cancellation);
        Ended = EndedAsync(_client);
    }

    private StreamClientTransport TransportTo(McpProcess process) =>
        new(process.Input, new BoundedStream(process.Output, MaxMessageBytes, BoundOf.Line, TooLarge));

    private HttpClientTransport TransportTo(Uri url, McpServerSpec server)
    {
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = ConnectPatience };
        var http = new HttpClient(new BoundedResponses(sockets, MaxMessageBytes, MaxMessageBytes, TooLarge))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var options = new HttpClientTransportOptions
        {
            Endpoint = url, Name = server.Name, ConnectionTimeout = ListPatience,
            AdditionalHeaders = server.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
        return new HttpClientTransport(options, http, loggerFactory: null, ownsHttpClient: true);
    }

    private IOException TooLarge(long bytes)
    {
        var why = string.Create(CultureInfo.InvariantCulture, $"a message of it has more than {bytes} bytes");
        Volatile.Write(ref _tooLarge, why);
        Break(why);
        return new IOException(why);
    }

    private async Task<string> EndedAsync(McpClient client)
    {
        await Task.WhenAny(_broken.Task, client.Completion);
        return await WhyAsync(client.Completion.IsCompletedSuccessfully ? client.Completion.Result.Exception?.Message : null);
    }

    /// <summary>The nearest cause that is known.</summary>
    private async Task<string> WhyAsync(string? otherwise)
    {
        if (Volatile.Read(ref _tooLarge) is { } tooLarge) return tooLarge;
        if (_process is not null && await _process.EndAsync(EndPatience) is { } ended) return ended;
        return _broken.Task.IsCompletedSuccessfully ? await _broken.Task : otherwise ?? "it has closed the connection";
    }

    private static McpToolSpec SpecOf(Tool tool) => new(
        tool.Name, tool.Description ?? tool.Title ?? "", tool.InputSchema.Clone(),
        tool.Annotations is { ReadOnlyHint: true } or { IdempotentHint: true });

    private static async Task CloseAsync(IAsyncDisposable part)
    {
        try
        {
            await part.DisposeAsync().AsTask().WaitAsync(ClosePatience);
        }
        catch (Exception e) when (e is TimeoutException or IOException or HttpRequestException or OperationCanceledException)
        {
            // The other side is gone, or does not answer: its program is ended, its sockets are closed.
        }
    }
}
