using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace Hanzo.Network.Joining.Diagnosis;

/// <summary>Paths that carry one way only, or beacons but no connections.</summary>
internal static class PathRules
{
    /// <summary>So long a node may be heard before it must have heard us, or joined.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private const int MaxDoubtful = 16;
    private const double HighLatencyMs = 150;

    /// <summary>Those that are there and do not join, and members that do not answer.</summary>
    public static ImmutableArray<NodeAddress> Doubtful(DoctorFacts facts)
    {
        var absent = facts.Heard.Where(heard => IsSettled(facts, heard)).Select(heard => heard.Node)
            .Concat(facts.Probers.Where(prober => IsThere(facts, prober)).Select(prober => prober.Node))
            .Where(node => facts.Peers.All(peer => peer.NodeId != node.NodeId) && !IsNamed(facts, node)).Select(node => node.Address);
        var silent = facts.Peers.Where(peer => !peer.Healthy)
            .SelectMany(peer => NodeAddress.TryParse(peer.Address, out var address) ? [address] : Array.Empty<NodeAddress>());
        return [.. absent.Concat(silent).Distinct().Take(MaxDoubtful)];
    }

    public static IEnumerable<Finding> Of(DoctorFacts facts)
    {
        foreach (var path in facts.LossyPaths) yield return Lossy(facts, path);
        foreach (var heard in facts.Heard.Where(heard => IsSettled(facts, heard)))
        {
            var (id, address) = (heard.Node.NodeId, heard.Node.Address);
            if (heard.HearsUs == false)
                yield return new Finding(
                    "not_heard_there", Severity.Problem,
                    $"Node '{id}' at {address} is heard here but does not hear this node's beacons: broadcasts go one way only.",
                    $"Let UDP port {facts.BroadcastPort} through the firewall of the machine of '{id}' ({address.Host}): run "
                    + "'hanzo doctor' there.");
            var hasJoined = facts.Peers.Any(peer => peer.NodeId == id);
            if (facts.NodeId is not null && !hasJoined && !IsNamed(facts, heard.Node) && !IsLossy(facts, address.ToString()))
                yield return new Finding(
                    "no_connection", Severity.Problem,
                    $"Node '{id}' is heard, but no connection to {address} comes about, so it has not joined.{Mtu(facts, address)}",
                    $"Let TCP port {address.Port} through the firewall of the machine of '{id}', or have it started with "
                    + "--advertise HOST:PORT if it is behind NAT or in a container.");
        }

        foreach (var prober in facts.Probers.Where(prober => IsThere(facts, prober) && !IsHeard(facts, prober.Node)))
            if ((NoWayBack(facts, prober) ?? NotHeardHere(facts, prober)) is { } finding) yield return finding;
        foreach (var peer in facts.Peers.Where(peer => peer.LatencyMs > HighLatencyMs))
            yield return new Finding(
                "latency", Severity.Hint,
                string.Create(CultureInfo.InvariantCulture, $"Node '{peer.NodeId}' answers after {peer.LatencyMs:0} ms."),
                "Choose the faster of several interfaces with --interface, have agents on the node that uses them, or check health more "
                + "rarely.");
        foreach (var peer in facts.Peers.Where(peer => !peer.Healthy && !IsLossy(facts, peer.Address)))
            yield return new Finding(
                "unhealthy", Severity.Problem, $"Node '{peer.NodeId}' at {peer.Address} is a member but does not answer.",
                $"Look at the machine of '{peer.NodeId}': is it on, awake, and hanzo running?");
    }

    // Who is answered either joins or asks no more.
    private static Finding? NoWayBack(DoctorFacts facts, Prober prober)
    {
        var (id, address) = (prober.Node.NodeId, prober.Node.Address);
        if (prober.Last - prober.First < Settled || facts.Now - prober.Last >= Settled) return null;
        if (facts.Peers.Any(peer => peer.NodeId == id) || IsNamed(facts, prober.Node)) return null;
        if (IsLossy(facts, address.ToString())) return null;
        return new Finding(
            "no_way_back", Severity.Problem,
            $"Node '{id}' asks to join again and again, but is not reached at {address}, the address that it gives.",
            $"If '{id}' is behind NAT or in a container, have it started with --advertise HOST:PORT, as it is reached from here; else let "
            + $"TCP port {address.Port} through the firewall of its machine.");
    }

    private static Finding Lossy(DoctorFacts facts, LossyPath path)
    {
        var link = IPAddress.TryParse(path.Address.Host, out var host)
            ? facts.Datagrams?.Links.FirstOrDefault(link => !link.IsLoopback && link.Reaches(host))?.Name
            : null;
        return new Finding(
            "large_packets", Severity.Problem,
            $"Large packets ({path.LostBytes} bytes) do not get through to {path.Address}, small ones do: a VPN, tunnel or container "
            + "network in between carries smaller ones only, and does not say so.",
            $"Set the MTU of the interface on both machines to what the path carries, 1280 to begin with (Linux: sudo ip link set "
            + $"{link ?? "INTERFACE"} mtu 1280), or choose another interface with --interface.");
    }

    private static bool IsLossy(DoctorFacts facts, string address) => facts.LossyPaths.Any(path => path.Address.ToString() == address);

    private static Finding? NotHeardHere(DoctorFacts facts, Prober prober)
    {
        var (id, address) = (prober.Node.NodeId, prober.Node.Address);
        return prober.HearsUs switch
        {
            true => new Finding(
                "not_heard_here", Severity.Problem,
                $"Node '{id}' at {address} hears this node's beacons and has connected, but its own are not heard here: broadcasts go "
                + "one way only.",
                LinkRules.Firewall(facts, "in")),
            false when IsOnLink(facts, address) => new Finding(
                "deaf_both", Severity.Problem,
                $"Node '{id}' at {address} is on a network of this machine, but neither hears the other's beacons; it came by another "
                + "road.",
                $"Let broadcasts to UDP port {facts.BroadcastPort} through between the two machines (firewalls, 'client isolation' of the "
                + "access point), or go on with the other road."),
            _ => null,
        };
    }

    // Probes fit in a packet, the frames between members often do not.
    private static string Mtu(DoctorFacts facts, NodeAddress address) =>
        IPAddress.TryParse(address.Host, out var host)
        && facts.Datagrams?.Links.FirstOrDefault(link => link.Reaches(host)) is { Mtu: < Ethernet and var mtu } link
            ? $" {link.Name} carries packets of {mtu} bytes only, which may be too few."
            : "";

    private const int Ethernet = 1500;

    private static bool IsOnLink(DoctorFacts facts, NodeAddress address) =>
        IPAddress.TryParse(address.Host, out var host) && facts.Datagrams?.Links.Any(link => link.Reaches(host)) == true;

    private static bool IsSettled(DoctorFacts facts, HeardNode heard) =>
        heard.LastHeard - heard.FirstHeard >= Settled && facts.Now - heard.LastHeard < Settled;

    private static bool IsThere(DoctorFacts facts, Prober prober) =>
        facts.Now - prober.Last < Settled || facts.Peers.Any(peer => peer.Address == prober.Node.Address.ToString());

    private static bool IsHeard(DoctorFacts facts, NodeIdentity node) =>
        facts.Heard.Any(heard => heard.Node.Incarnation == node.Incarnation);

    // A finding of its own says more.
    private static bool IsNamed(DoctorFacts facts, NodeIdentity node) => facts.Notices.Any(notice =>
        notice.Key.EndsWith($":{node.NodeId}@{node.Address}", StringComparison.Ordinal)
        || notice.Key.EndsWith($":{node.Address}", StringComparison.Ordinal));
}
