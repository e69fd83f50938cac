using System.Collections.Immutable;
using Hanzo.Network.Joining;
using Hanzo.Network.Security;

namespace Hanzo.Network.Tests.Joining;

/// <summary>Keys of networks for tests; each number another network.</summary>
internal static class Keys
{
    public static NetworkKeys Of(string network = "home", int number = 1) =>
        new(network, Nodes.Incarnation(number), [.. Enumerable.Repeat((byte)number, NetworkKeys.BeaconKeyBytes)]);
}
