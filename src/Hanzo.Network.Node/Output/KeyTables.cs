using System.Globalization;
using Hanzo.Network.Node.Api.Bodies;
using Spectre.Console;

namespace Hanzo.Network.Node.Output;

/// <summary>Networks whose keys are on this machine.</summary>
internal static class KeyTables
{
    public static void WriteList(Screen screen, NetworksBody networks)
    {
        if (networks.Networks.IsEmpty)
        {
            screen.Line($"no keys of a network are in {networks.Folder} yet; 'hanzo up' or 'hanzo network create' makes them.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Network", "Id", "Lets nodes in", "Nodes here", "Revoked");
        foreach (var network in networks.Networks)
            table.AddRow([.. Cells(network).Select(Markup.Escape)]);
        screen.Console.Write(table);
        foreach (var damaged in networks.Networks.Where(network => network.Problem is not null))
            screen.Line($"{damaged.Network}: {damaged.Problem}");
        screen.Line($"in {networks.Folder}");
    }

    public static void WriteOne(Screen screen, NetworkKeysBody network)
    {
        screen.Line($"network {network.Network} ({network.NetworkId}) in {network.Folder}");
        screen.Line($"  authority  SHA-256 {network.Fingerprint}, until {Day(network.Expires)}");
        screen.Line($"  invites    {(network.Authority ? "nodes are let in on this machine" : Elsewhere(network))}");
        foreach (var node in network.Nodes)
            screen.Line(node.Problem is { } problem
                ? $"  node       {node.NodeId}: {problem}"
                : $"  node       {node.NodeId}, certificate of {Day(node.Issued)} until {Day(node.Expires)}");
        foreach (var revoked in network.Revoked)
            screen.Line($"  revoked    {revoked.NodeId}, what was issued before {revoked.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
    }

    private static string[] Cells(NetworkKeysBody network) => network.Problem is not null
        ? [network.Network, "cannot be used", "", "", ""]
        :
        [
            network.Network, network.NetworkId!, network.Authority ? "yes" : "no",
            string.Join(", ", network.Nodes.Select(node => node.NodeId)), string.Join(", ", network.Revoked.Select(node => node.NodeId)),
        ];

    private static string Elsewhere(NetworkKeysBody network) => network.AuthorityAt.IsEmpty
        ? "nodes are let in on the machine that created it"
        : $"nodes are let in at {string.Join(", ", network.AuthorityAt)}";

    private static string Day(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "?";
}
