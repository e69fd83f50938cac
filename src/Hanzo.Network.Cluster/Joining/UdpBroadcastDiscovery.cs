using System.Net;
using Akka.Actor;
using Akka.Discovery;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>
/// Akka.Discovery's method <c>udp-broadcast</c>: resolves the network's name to the nodes whose beacons were heard lately, waiting
/// for the first one. Any other name resolves to nothing. The sockets belong to the joining actors.
/// </summary>
internal sealed class UdpBroadcastDiscovery : ServiceDiscovery
{
    public const string Method = "udp-broadcast";

    private readonly JoiningSetup _setup;

    /// <exception cref="InvalidOperationException">The actor system was created without a <see cref="JoiningSetup"/>.</exception>
    public UdpBroadcastDiscovery(ExtendedActorSystem system) => _setup = JoiningSetup.Of(system);

    public override async Task<Resolved> Lookup(Lookup lookup, TimeSpan resolveTimeout)
    {
        using var deadline = new CancellationTokenSource(resolveTimeout, _setup.Time);
        JoinStatus status;
        try
        {
            status = await _setup.Board.WaitAsync(current => current.Udp is { Heard.IsEmpty: false }, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            status = _setup.Board.Current; // nobody was heard in time, which is an answer
        }

        var heard = status.Self?.Network == lookup.ServiceName ? status.Udp?.Heard : null;
        return new Resolved(lookup.ServiceName, (heard ?? []).Select(node => Target(node.Node.Address)));
    }

    private static ResolvedTarget Target(NodeAddress node) =>
        new(node.Host, node.Port, IPAddress.TryParse(node.Host, out var address) ? address : null);
}
