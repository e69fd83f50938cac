namespace Hanzo.Network.Joining.Diagnosis;

/// <summary>Who is there at all, and what is known of the device.</summary>
internal static class CompanyRules
{
    private const string Unknown = "unknown";

    public static IEnumerable<Finding> Of(DoctorFacts facts)
    {
        foreach (var network in facts.Networks)
            yield return new Finding(
                "network", Severity.Fine,
                $"Network '{network.Name}' is heard from {network.From}, {(network.NetworkId is null ? "not secured" : "secured")}.");
        if (facts.Device?.Contains(Unknown, StringComparison.OrdinalIgnoreCase) == true)
            yield return new Finding(
                "device", Severity.Hint, $"Not all of this device is known ('{facts.Device}'), so it gets fewer runs than it could take.",
                "Describe it in a device file: 'hanzo device --json' shows what is known, 'hanzo up --device FILE' uses yours.");
        if (facts.Peers.IsEmpty && facts.NodeId is not null)
            yield return new Finding(
                "alone", Severity.Hint, facts.OnLoopback
                    ? $"No other node of network '{facts.Network}' is met, and this one is bound to loopback: no other machine reaches it."
                    : $"No other node of network '{facts.Network}' is met.",
                facts.OnLoopback
                    ? "Start the nodes that other machines should reach with --lan."
                    : $"Start a node on another machine with --lan and --network {facts.Network}; where broadcasts do not pass, name one "
                        + "by --seeds HOST:PORT.");
        if (facts.NodeId is null && facts.Networks.IsEmpty)
            yield return new Finding(
                "alone", Severity.Hint, "No node runs on this machine, and none is heard.", "Start one with 'hanzo up'.");
        else if (facts.NodeId is null)
            yield return new Finding(
                "no_node", Severity.Hint, "No node runs on this machine.", "Start one with 'hanzo up', or let it in with 'hanzo join …'.");
        if (!facts.Peers.IsEmpty)
            yield return new Finding(
                "peers", Severity.Fine, $"Members besides this node: {string.Join(", ", facts.Peers.Select(peer => peer.NodeId))}.");
    }
}
