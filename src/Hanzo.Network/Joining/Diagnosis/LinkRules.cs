using System.Net.Sockets;

namespace Hanzo.Network.Joining.Diagnosis;

/// <summary>Whether beacons leave by each interface, and come back.</summary>
internal static class LinkRules
{
    /// <summary>Broadcasts after which at least one must have come back.</summary>
    public const int UntilDeaf = 3;

    private const int SmallestMtu = BeaconCodec.MaxBytes + 28;

    public static IEnumerable<Finding> Of(DoctorFacts facts)
    {
        if (facts.Datagrams is not { } datagrams || !facts.UsesBeacons) yield break;
        if (!facts.OnLoopback && datagrams.Links.All(link => link.IsLoopback))
            yield return new Finding(
                "no_interface", Severity.Problem, "No interface but loopback is up and has an IPv4 address.",
                "Connect this machine to the network of the others, then look again.");
        foreach (var link in datagrams.Links)
            if (Of(facts, link) is { } finding) yield return finding;
        foreach (var link in datagrams.Links.Where(link => link.Mtu < SmallestMtu))
            yield return new Finding(
                "small_mtu", Severity.Hint,
                $"{Name(link)} carries packets of {link.Mtu} bytes only: beacons and the frames between nodes are cut in pieces there, "
                + "which some routers and tunnels drop.",
                $"Raise the MTU of {link.Name} to {SmallestMtu} or more, or choose another interface with --interface.");
    }

    private static Finding? Of(DoctorFacts facts, LinkReport link)
    {
        if (link.Failed > 0 && link.Sent == 0)
        {
            return IsDenied(link)
                ? new Finding(
                    "send_denied", Severity.Problem, $"This program may not send broadcasts by {Name(link)} ({link.LastError}).",
                    Firewall(facts, "out"))
                : new Finding(
                    "send_failed", Severity.Problem, $"Broadcasts by {Name(link)} fail ({link.LastError}).",
                    $"Choose another interface with --interface, or set up {link.Name} with an IPv4 address and its network mask.");
        }

        if (link is { Sent: >= UntilDeaf, OwnHeard: 0 })
            return new Finding(
                "firewall", Severity.Problem,
                $"This node's own broadcasts left by {Name(link)} {link.Sent} times and never came back: a firewall on this machine "
                + $"seems to block UDP port {facts.BroadcastPort}.",
                Firewall(facts, "in"));
        if (link.Failed > 0)
            return new Finding(
                "send_flaky", Severity.Hint,
                $"{link.Failed} of {link.Sent + link.Failed} broadcasts by {Name(link)} failed ({link.LastError}).");
        return link.Sent >= UntilDeaf ? new Finding("link", Severity.Fine, $"Broadcasts leave by {Name(link)} and come back.") : null;
    }

    /// <summary>How the machine's firewall is told to let beacons through.</summary>
    /// <param name="direction">For firewalls that ask: <c>in</c> or <c>out</c>.</param>
    public static string Firewall(DoctorFacts facts, string direction) => facts.Host switch
    {
        HostSystem.Linux => $"Let UDP port {facts.BroadcastPort} through this machine's firewall: sudo ufw allow {facts.BroadcastPort}/udp "
            + $"(or: sudo firewall-cmd --add-port={facts.BroadcastPort}/udp).",
        HostSystem.MacOS => "Allow hanzo (or dotnet) incoming connections, and access to the local network, in System Settings > Privacy & "
            + "Security and > Network > Firewall.",
        HostSystem.Windows => "Let UDP port " + facts.BroadcastPort + " through: New-NetFirewallRule -DisplayName hanzo -Direction "
            + $"{(direction == "in" ? "Inbound" : "Outbound")} -Protocol UDP -LocalPort {facts.BroadcastPort} -Action Allow.",
        _ => $"Let UDP port {facts.BroadcastPort} through this machine's firewall.",
    };

    private static bool IsDenied(LinkReport link) =>
        link.LastError?.EndsWith(nameof(SocketError.AccessDenied), StringComparison.Ordinal) == true;

    private static string Name(LinkReport link) => $"{link.Name} ({link.Address})";
}
