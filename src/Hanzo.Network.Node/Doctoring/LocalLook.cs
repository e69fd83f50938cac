using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using Hanzo.Network.Adapters.Udp;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Diagnosis;

namespace Hanzo.Network.Node.Doctoring;

/// <summary>Looks at the machine's ways to others without a node: opens the port, broadcasts, and listens for a while.</summary>
internal static class LocalLook
{
    /// <summary>Longer than the 2.5 s between two beacons of a node.</summary>
    public static readonly TimeSpan For = TimeSpan.FromSeconds(3.2);

    private const int Broadcasts = 5;
    private const int MaxNetworks = 32;

    // No beacon: nobody should take this machine for a node that is about to join.
    private static readonly byte[] Call = Encoding.ASCII.GetBytes("{\"type\":\"hanzo.doctor\",\"v\":1}");

    public static async Task<DoctorFacts> TakeAsync(
        int port, ImmutableArray<int> wantedPorts, TimeProvider time, CancellationToken cancellation)
    {
        var facts = new DoctorFacts
        {
            Host = ThisSystem.Kind,
            BroadcastPort = port,
            TakenPorts = Taken(wantedPorts),
            Now = time.GetUtcNow(),
        };
        try
        {
            await using var datagrams = new UdpDatagramsFactory(time).Open(IPAddress.Any, port, LinkFilter.Any, new OwnCall());
            var networks = await ListenAsync(datagrams, port, time, cancellation);
            return facts with { Datagrams = datagrams.Report, Networks = networks };
        }
        catch (IOException e)
        {
            return facts with { PortError = e.Message, PortHolder = PortHolder.OfUdp(port) };
        }
    }

    private static async Task<ImmutableArray<HeardNetwork>> ListenAsync(
        IDatagrams datagrams, int port, TimeProvider time, CancellationToken cancellation)
    {
        var networks = new SortedDictionary<string, HeardNetwork>(StringComparer.Ordinal);
        using var end = new CancellationTokenSource(For, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellation);
        for (var i = 0; i < Broadcasts; i++) await datagrams.BroadcastAsync(Call, port, cancellation);
        try
        {
            await foreach (var datagram in datagrams.ReceiveAsync(either.Token))
                if (NetworkOf(datagram) is { } network && networks.Count < MaxNetworks)
                    networks.TryAdd($"{network.Name} {network.NetworkId}", network);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over.
        }

        return [.. networks.Values];
    }

    /// <summary>Which network a datagram tells of; null: none.</summary>
    internal static HeardNetwork? NetworkOf(Datagram datagram)
    {
        var bytes = datagram.Payload.Span;
        var from = datagram.From.Address.ToString();
        if (BeaconCodec.Read(bytes, out _) is { } beacon) return new HeardNetwork(beacon.Node.Network, null, from);
        if (!SealedEnvelope.IsOne(bytes)) return null;
        SealedEnvelope.Sort(bytes, default, default, out var envelope);
        return envelope.Name.IsEmpty
            ? null
            : new HeardNetwork(Encoding.ASCII.GetString(envelope.Name), Encoding.ASCII.GetString(envelope.NetworkId), from);
    }

    private static ImmutableArray<int> Taken(ImmutableArray<int> wanted)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        return [.. wanted.Where(taken.Contains)];
    }

    private sealed class OwnCall : IDatagramFilter
    {
        public DatagramVerdict Judge(ReadOnlySpan<byte> datagram) =>
            datagram.SequenceEqual(Call) ? DatagramVerdict.Own : DatagramVerdict.Take;
    }
}
