using System.Net;
using System.Text;
using Hanzo.Network.Adapters.Nats;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Tests.Nats;

/// <summary>What a node has of a NATS server.</summary>
internal sealed class NatsPeer(IDatagrams datagrams) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IAsyncEnumerator<Datagram> _incoming = datagrams.ReceiveAsync(default).GetAsyncEnumerator();

    public IDatagrams Datagrams => datagrams;

    public static async Task<NatsPeer> ConnectedAsync(NatsServer server, string network = "home")
    {
        var peer = new NatsPeer(Open(server, network));
        // Until what it says comes back, it is not connected.
        using var deadline = new CancellationTokenSource(Patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var unique = Guid.NewGuid().ToString();
        for (var heard = peer.UntilAsync(unique); !heard.IsCompletedSuccessfully;)
        {
            if (heard.IsFaulted) await heard;
            await peer.SendAsync(unique);
            await again.WaitForNextTickAsync(deadline.Token);
        }

        return peer;
    }

    /// <summary>How it ends with a server that does not let it in.</summary>
    public static async Task<Exception> EndAsync(NatsServer server)
    {
        await using var peer = new NatsPeer(Open(server));
        return await Should.ThrowAsync<IOException>(peer.NextAsync);
    }

    public ValueTask SendAsync(string text) => datagrams.BroadcastAsync(Encoding.UTF8.GetBytes(text), 5678, default);

    public async Task<(string Text, bool IsOwn)> NextAsync()
    {
        var (datagram, isOwn) = await NextDatagramAsync();
        return (Encoding.UTF8.GetString(datagram.Payload.Span), isOwn);
    }

    public async Task<(Datagram Datagram, bool IsOwn)> NextDatagramAsync()
    {
        while (await _incoming.MoveNextAsync().AsTask().WaitAsync(Patience))
            if (!IsProbe(_incoming.Current)) return (_incoming.Current, _incoming.Current.Own);
        throw new InvalidOperationException("it has ended");
    }

    public async ValueTask DisposeAsync() => await datagrams.DisposeAsync();

    private async Task UntilAsync(string text)
    {
        while (await _incoming.MoveNextAsync())
            if (Encoding.UTF8.GetString(_incoming.Current.Payload.Span) == text) return;
    }

    private static IDatagrams Open(NatsServer server, string network = "home") =>
        new NatsDatagramsFactory(server, network, TimeProvider.System).Open(IPAddress.Loopback, 5678, LinkFilter.Any);

    // What was said to find out whether a peer is connected.
    private static bool IsProbe(Datagram datagram) => Guid.TryParse(Encoding.UTF8.GetString(datagram.Payload.Span), out _);
}
