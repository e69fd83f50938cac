using System.Text;

namespace Hanzo.Network.Node.Api;

/// <summary>Writes server-sent events, and a comment now and then so that both ends see that the connection lives.</summary>
internal sealed class SseWriter : IAsyncDisposable
{
    private static readonly TimeSpan KeepAlivePeriod = TimeSpan.FromSeconds(15);
    private static readonly byte[] KeepAlive = ": \n\n"u8.ToArray();
    private readonly HttpResponse _response;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly PeriodicTimer _timer = new(KeepAlivePeriod);
    private readonly Task _keepAlive;

    private SseWriter(HttpResponse response, CancellationToken cancellation)
    {
        _response = response;
        _keepAlive = KeepAliveAsync(cancellation);
    }

    public static async Task<SseWriter> StartAsync(HttpResponse response, CancellationToken cancellation)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // proxies that buffer would hold events back
        await response.Body.WriteAsync(KeepAlive, cancellation);
        await response.Body.FlushAsync(cancellation);
        return new SseWriter(response, cancellation);
    }

    /// <param name="type">Null: the event has none.</param>
    /// <param name="id">What a client that lost the connection asks to continue after; null for an event that is not kept.</param>
    /// <param name="json">One line.</param>
    public Task WriteAsync(string? type, string? id, ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        var named = type is null ? "data: " : $"event: {type}\ndata: ";
        var head = Encoding.UTF8.GetBytes(id is null ? named : $"id: {id}\n{named}");
        return WriteInTurnAsync([.. head, .. json.Span, .. "\n\n"u8], cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _keepAlive.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // a connection that broke ends it, too
        _turn.Dispose();
    }

    private async Task KeepAliveAsync(CancellationToken cancellation)
    {
        while (await _timer.WaitForNextTickAsync(cancellation)) await WriteInTurnAsync(KeepAlive, cancellation);
    }

    private async Task WriteInTurnAsync(byte[] bytes, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await _response.Body.WriteAsync(bytes, cancellation);
            await _response.Body.FlushAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }
}
