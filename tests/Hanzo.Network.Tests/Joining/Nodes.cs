using System.Globalization;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

/// <summary>Identities for tests; the incarnation sorts by <c>age</c>, the oldest lowest; without one it is the port.</summary>
internal static class Nodes
{
    public static readonly DateTimeOffset Epoch = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static NodeIdentity Node(string id, string address, int? age = null, string network = "home", string runtime = "embedded")
    {
        var at = NodeAddress.Parse(address);
        return new NodeIdentity(network, id, Incarnation(age ?? at.Port), at, runtime, "0.1.0", ProtocolRange.Current);
    }

    public static ClusterIdentity Cluster(int age) => new(Incarnation(age), Epoch.AddSeconds(age));

    public static string Incarnation(int age) => "01J" + age.ToString(CultureInfo.InvariantCulture).PadLeft(23, '0');
}
