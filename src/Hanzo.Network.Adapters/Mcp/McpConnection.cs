using System.Globalization;
using Hanzo.Network.Adapters.Http;
using Hanzo.Network.Tools.Mcp;
using ModelContextProtocol;
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

    private static readonly TimeSpan HttpPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CallOffPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(5);

    /// <summary>Between the end of a program's output and its own.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly McpTimes _times;
    private readonly TaskCompletionSource<string> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _lookWanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;
    private long _asked;
    private McpProcess? _process;
    private HttpClientTransport? _http;
    private McpClient? _client;

    private McpConnection(McpTimes times) => (_times, Ended) = (times, _broken.Task);

    /// <summary>Why it has ended.</summary>
    public Task<string> Ended { get; private set; }

    /// <summary>Whether calls are under way.</summary>
    public bool IsCalled => Volatile.Read(ref _calls) > 0;

    /// <exception cref="IOException">There is no such server; says why.</exception>
    public static async Task<McpConnection> OpenAsync(McpServerSpec server, McpTimes times, CancellationToken cancellation)
    {
        var connection = new McpConnection(times);
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

    /// <summary>
    /// Ends when there is reason to ask for the tools again: the server says that it has others, or a call has failed, which may be the
    /// end of more than that call. What there was before counts no more.
    /// </summary>
    public Task TakeLookWanted()
    {
        Volatile.Write(ref _lookWanted, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _lookWanted.Task;
    }

    public void Break(string why) => _broken.TrySetResult(why);

    /// <summary>Why it has ended; null: it has not, whatever became of one call.</summary>
    public async Task<string?> EndAsync()
    {
        // What a program left off may be the first that is seen of its end.
        if (_process is not null) await Task.WhenAny(Ended, Task.Delay(EndPatience));
        return Ended.IsCompleted || _client!.Completion.IsCompleted ? await Ended : null;
    }

    public async Task<IReadOnlyList<McpToolSpec>> ListAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_times.ListWithin);
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

    /// <exception cref="McpProtocolException">The server refuses it.</exception>
    /// <exception cref="Exception">Whatever a client may throw: there was no answer.</exception>
    public async Task<CallToolResult> CallAsync(CallToolRequestParams call, CancellationToken cancellation)
    {
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Interlocked.Increment(ref _calls);
        var id = new RequestId(string.Create(CultureInfo.InvariantCulture, $"call-{Interlocked.Increment(ref _asked)}"));
        try
        {
            var asked = _client!.SendRequestAsync<CallToolRequestParams, CallToolResult>(
                RequestMethods.ToolsCall, call, requestId: id, cancellationToken: asking.Token).AsTask();
            // On a connection that has ended the client may wait for its answer for ever.
            if (await Task.WhenAny(asked, Ended) == asked) return await asked;
            await asking.CancelAsync();
            throw new IOException(await Ended);
        }
        catch (Exception e) when (e is not McpProtocolException && !cancellation.IsCancellationRequested)
        {
            WantLook();
            throw;
        }
        catch (OperationCanceledException)
        {
            await CallOffAsync(id);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _calls);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Break("this node has closed it");
        if (_client is not null) await CloseAsync(_client);
        if (_http is not null) await CloseAsync(_http);
        if (_process is null) return;
        await _process.StopAsync();
        await Ended; // it asks the program how it has ended
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
                        WantLook();
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

    /// <summary>Tells the server that a call is not wanted any more: the SDK's client forgets to (its issue 1365).</summary>
    private async Task CallOffAsync(RequestId call)
    {
        using var limit = new CancellationTokenSource(CallOffPatience);
        try
        {
            var about = new CancelledNotificationParams { RequestId = call };
            await _client!.SendNotificationAsync(NotificationMethods.CancelledNotification, about, cancellationToken: limit.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or McpException or OperationCanceledException)
        {
            // It does not hear: the next look at it shows whether it is still there.
            WantLook();
        }
    }

    private void WantLook() => Volatile.Read(ref _lookWanted).TrySetResult();

    private StreamClientTransport TransportTo(McpProcess process) =>
        new(process.Input, new BoundedStream(process.Output, MaxMessageBytes, BoundOf.Line, bytes =>
        {
            var beyond = TooLarge(bytes);
            Break(beyond.Message);
            return beyond;
        }));

    private static HttpClientTransport TransportTo(Uri url, McpServerSpec server)
    {
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = ConnectPatience };
        var http = new HttpClient(new BoundedResponses(sockets, MaxMessageBytes, MaxMessageBytes, TooLarge))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var options = new HttpClientTransportOptions
        {
            Endpoint = url, Name = server.Name, ConnectionTimeout = HttpPatience,
            AdditionalHeaders = server.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
        return new HttpClientTransport(options, http, loggerFactory: null, ownsHttpClient: true);
    }

    /// <summary>Of a type that the client lets through to whoever calls: it takes others for the end of a stream, and asks again.</summary>
    private static InvalidDataException TooLarge(long bytes) =>
        new(string.Create(CultureInfo.InvariantCulture, $"a message of it has more than {bytes} bytes"));

    private async Task<string> EndedAsync(McpClient client)
    {
        await Task.WhenAny(_broken.Task, client.Completion);
        return await WhyAsync(client.Completion.IsCompletedSuccessfully ? client.Completion.Result.Exception?.Message : null);
    }

    /// <summary>The nearest cause that is known.</summary>
    private async Task<string> WhyAsync(string? otherwise)
    {
        if (_broken.Task.IsCompletedSuccessfully) return await _broken.Task;
        if (_process is not null && await _process.EndAsync(EndPatience) is { } ended) return ended;
        return otherwise ?? "it has closed the connection";
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
