using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Output;

/// <summary>A diagnosis for people: interfaces, what was found, and last the one thing to do next.</summary>
internal static class DoctorText
{
    public static void Write(Screen screen, DoctorBody doctor)
    {
        screen.Line(doctor.NodeId is { } node
            ? $"Node '{node}' of network '{doctor.Network}', beacons on UDP port {doctor.BroadcastPort}."
            : $"This machine, without a node; beacons on UDP port {doctor.BroadcastPort}.");
        foreach (var link in doctor.Interfaces)
            screen.Line(
                $"  {link.Name} ({link.Address}, {link.Type}{(link.Mtu is { } mtu ? $", MTU {mtu}" : "")}): sent {link.Sent}, "
                + $"failed {link.Failed}, own heard {link.OwnHeard}, others' {link.Received}"
                + (link.LastError is { } error ? $", last error {error}" : ""));
        if (!doctor.Counters.IsEmpty) screen.Line($"  {string.Join(", ", doctor.Counters.Select(count => $"{count.Key} {count.Value}"))}");
        foreach (var finding in doctor.Findings)
        {
            var mark = finding.Severity switch { "problem" => "PROBLEM", "hint" => "hint", _ => "ok" };
            screen.Line($"{mark}: {finding.Text}");
            if (finding.Remedy is { } remedy) screen.Line($"    {remedy}");
        }

        screen.Line($"Next: {doctor.Next}");
    }
}
