using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Nats;

/// <summary>Beacons by a NATS server.</summary>
public sealed class NatsDatagramsFactory(NatsServer server, string network, TimeProvider time) : IDatagramsFactory
{
    private const int UniqueBytes = 12;

    public IDatagrams Open(IPAddress bind, int listenPort, LinkFilter links, IDatagramFilter? filter = null) =>
        new NatsDatagrams(server, new NatsSubjects(network, Unique()), filter, time);

    public ImmutableArray<NetworkLink> FindLinks(IPAddress bind, LinkFilter links) => [];

    private static string Unique() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(UniqueBytes));
}
