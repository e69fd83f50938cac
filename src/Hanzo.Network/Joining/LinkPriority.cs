using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>
/// Which of several ways to a peer is preferred, judged by the interface's name (FEATURES 2.1). Container and loopback links lead
/// when the peer is on this host, where they are the fastest, and come last otherwise, where they lead nowhere.
/// </summary>
public static class LinkPriority
{
    private const int LoopbackElsewhere = -1;
    private const int ContainerElsewhere = 0;

    private static readonly LinkKind Container = new("Container Virtual", "container", 7);
    private static readonly LinkKind Loopback = new("Loopback", "loopback", 6);
    private static readonly LinkKind Thunderbolt = new("Thunderbolt", "thunderbolt", 5);
    private static readonly LinkKind Ethernet = new("Ethernet", "ethernet", 4);
    private static readonly LinkKind WiFi = new("WiFi", "wifi", 3);
    private static readonly LinkKind Other = new("Other", "other", 2);
    private static readonly LinkKind ExternalVirtual = new("External Virtual", "tunnel", 1);

    // Tried in order: the first that fits decides.
    private static readonly (LinkKind Kind, string[] Prefixes)[] Table =
    [
        (Container, ["docker", "br-", "veth", "cni", "flannel", "calico", "weave"]),
        (Loopback, ["lo"]),
        (ExternalVirtual, ["tun", "tap", "vtun", "utun", "gif", "stf", "awdl", "llw", "tailscale", "wg", "zt"]),
        (Thunderbolt, ["tb", "nx", "ten"]),
        (WiFi, ["wlan", "wifi", "wl"]),
        (Other, ["en0", "en1"]),
        (Ethernet, ["eth", "en"]),
    ];

    /// <summary>The kinds of interfaces by the words that settings name them by.</summary>
    public static ImmutableArray<string> Words { get; } =
        [Thunderbolt.Word, Ethernet.Word, WiFi.Word, Other.Word, ExternalVirtual.Word, Container.Word, Loopback.Word];

    public static LinkKind Classify(string interfaceName)
    {
        if (interfaceName.Contains("bridge", StringComparison.OrdinalIgnoreCase)) return Container;
        if (interfaceName is "en0" or "en1") return WiFi;
        foreach (var (kind, prefixes) in Table)
            foreach (var prefix in prefixes)
                if (interfaceName.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return kind;
        return Other;
    }

    /// <summary>Higher is preferred.</summary>
    public static int Rank(string interfaceName, bool peerOnSameHost)
    {
        var kind = Classify(interfaceName);
        if (peerOnSameHost) return kind.Priority;
        if (kind == Loopback) return LoopbackElsewhere;
        return kind == Container ? ContainerElsewhere : kind.Priority;
    }
}

/// <param name="Word">As settings name it.</param>
/// <param name="Priority">As in FEATURES 2.1, 7 the highest.</param>
public sealed record LinkKind(string Name, string Word, int Priority);
