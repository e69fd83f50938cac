namespace Hanzo.Network.Joining.Diagnosis;

/// <summary>Whether the node is let in, and its ports are its own.</summary>
internal static class PortRules
{
    public static IEnumerable<Finding> Of(DoctorFacts facts)
    {
        if (facts.Refusal is { } refusal)
            yield return new Finding("refused", Severity.Problem, refusal, "Start this node with another --node-id, or end the other one.");
        if (facts.PortError?.StartsWith("no interface", StringComparison.Ordinal) == true)
        {
            yield return new Finding(
                "no_such_interface", Severity.Problem, $"No beacons are sent: {facts.PortError}",
                "Start the node with another --interface.");
        }
        else if (facts.PortError is { } error)
        {
            var by = facts.PortHolder is { } program ? $" It is held by {program}." : "";
            yield return new Finding(
                "port_held", Severity.Problem, $"UDP port {facts.BroadcastPort} cannot be used: {error}{by}",
                facts.PortHolder is { } holder
                    ? $"End {holder}, or start all nodes of the network with another --broadcast-port."
                    : $"End the program that holds UDP port {facts.BroadcastPort}, or start all nodes with another --broadcast-port.");
        }

        foreach (var port in facts.TakenPorts)
            yield return new Finding(
                "port_taken", Severity.Hint, $"TCP port {port} is taken by another program; a node takes the next free one and says so.");
        if (!facts.UsesBeacons)
            yield return new Finding("no_beacons", Severity.Hint, "This node neither sends nor hears beacons (--discovery without udp).");
    }
}
