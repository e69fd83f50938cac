using System.Globalization;

namespace Hanzo.Network.Joining.Diagnosis;

/// <summary>What arrived and was of no use.</summary>
internal static class TrafficRules
{
    public static IEnumerable<Finding> Of(DoctorFacts facts)
    {
        long Dropped(BeaconDrop reason) => facts.Counters.GetValueOrDefault($"dropped.{BeaconCounters.NameOf(reason)}");
        if (Dropped(BeaconDrop.Forged) is > 0 and var forged)
            yield return new Finding(
                "forged", Severity.Hint,
                $"{Number(forged)} beacons claim to be of this network but were not sealed with its key: somebody plays tricks, or the "
                + "keys of a machine are damaged. They were refused.");
        if (Dropped(BeaconDrop.Replayed) is > 0 and var replayed)
            yield return new Finding(
                "replayed", Severity.Hint, $"{Number(replayed)} beacons of this network were recorded and sent again. They were refused.");
        var isNamed = facts.Notices.Any(notice => notice.Key == JoinNotices.OtherBeaconsKey);
        if (Dropped(BeaconDrop.UnsupportedVersion) is > 0 and var newer && !isNamed)
            yield return new Finding(
                "beacon_version", Severity.Hint, $"{Number(newer)} beacons are of a version that this one does not read.",
                "Update hanzo on the machine with the older version.");
        if (Dropped(BeaconDrop.ForeignNetwork) is > 0 and var foreign)
            yield return new Finding(
                "foreign_network", Severity.Hint,
                $"{Number(foreign)} beacons of networks of other names were heard; this node is of '{facts.Network}'.",
                facts.Peers.IsEmpty ? $"If they should be one network, start the others with --network {facts.Network}." : null);
        var rubbish = Dropped(BeaconDrop.Garbage) + Dropped(BeaconDrop.Malformed) + Dropped(BeaconDrop.ForeignType)
            + Dropped(BeaconDrop.InvalidField) + (facts.Datagrams?.Oversized ?? 0);
        if (facts.NodeId is not null && rubbish > 0)
            yield return new Finding(
                "other_program", Severity.Hint,
                $"{Number(rubbish)} datagrams on UDP port {facts.BroadcastPort} were no beacons: another program uses the port too.");
        if (facts.Datagrams?.Overflowed is > 0 and var lost)
            yield return new Finding(
                "overflow", Severity.Hint, $"{Number(lost)} datagrams came faster than they could be read, and were lost.");
        if (facts.Connections.GetValueOrDefault("untrusted") is > 0 and var untrusted)
            yield return new Finding(
                "untrusted", Severity.Hint,
                $"{Number(untrusted)} connections showed no certificate that this network accepts (of another network, revoked, expired, "
                + "self-made or none), and were refused; the log names their addresses.",
                facts.Peers.IsEmpty ? "If it is a machine of yours: run 'hanzo invite' here, 'hanzo join …' with its code there." : null);
        if (facts.Connections.Remove("untrusted") is { IsEmpty: false } others)
            yield return new Finding(
                "connections", Severity.Hint,
                $"Connections that came to nothing: {string.Join(", ", others.Select(count => $"{count.Key} {Number(count.Value)}"))}.");
        if (!facts.Refusals.IsEmpty)
            yield return new Finding(
                "refused_invites", Severity.Hint,
                "Machines that asked to be let in, or for a new certificate, were refused: "
                + string.Join(", ", facts.Refusals.Select(count => $"{count.Key} {Number(count.Value)}"))
                + "; the log names their addresses.");
        foreach (var (name, road) in facts.Roads.Where(road => road.Value.State == RoadState.Failing && road.Key != Roads.RoadNames.Udp))
            yield return new Finding(
                "road", Severity.Problem, $"The road '{name}' fails: {road.LastError}.",
                $"Set '{name}' right, or leave it out of --discovery.");
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
