using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Files;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Node.Settings;

/// <summary>What a topology file says of this node: its id, port and address, where nobody has said otherwise.</summary>
internal static class TopologyLayer
{
    /// <param name="written">Flags, variables and configuration file.</param>
    public static (SettingLayer Layer, Topology? Topology) Read(
        EffectiveSettings written, Func<string, string> readFile, ImmutableArray<SettingProblem>.Builder problems)
    {
        var file = written[SettingCatalog.Topology];
        if (file.Text.Length == 0) return (SettingLayer.Empty, null);
        try
        {
            var topology = TopologyFile.Parse(file.Text, Read(readFile, file.Text), TableOf(written, readFile));
            var asked = written[SettingCatalog.NodeId].Text;
            var id = asked.Length > 0 ? asked : NodeIdRules.FromHostName(Environment.MachineName);
            if (topology.Peers.TryGetValue(id, out var own)) return (Of(id, own, $"topology {file.Text}"), topology);
            problems.Add(SettingProblem.NotAllowed(SettingCatalog.Topology, file, Missing(id, topology)));
        }
        catch (InvalidFileException e)
        {
            problems.Add(new SettingProblem(SettingCatalog.Topology.Name, e.Message));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(SettingProblem.NotAllowed(SettingCatalog.Topology, file, $"it cannot be read ({e.Message})"));
        }

        return (SettingLayer.Empty, null);
    }

    private static byte[] Read(Func<string, string> readFile, string file) => Encoding.UTF8.GetBytes(readFile(file));

    /// <summary>The built-in one where the user's cannot be used, which is told where it is loaded for what is detected.</summary>
    private static FlopsTable TableOf(EffectiveSettings written, Func<string, string> readFile)
    {
        var file = written[SettingCatalog.FlopsTable].Text;
        if (file.Length == 0) return FlopsTable.Builtin;
        try
        {
            return FlopsTable.Builtin.With(FlopsFile.Parse(file, Read(readFile, file)));
        }
        catch (Exception e) when (e is InvalidFileException or IOException or UnauthorizedAccessException)
        {
            return FlopsTable.Builtin;
        }
    }

    /// <summary>A loopback address is what the node listens on anyway, unless it is told to listen elsewhere.</summary>
    private static SettingLayer Of(string id, TopologyPeer own, string origin)
    {
        var layer = SettingLayer.Empty
            .With(SettingCatalog.NodeId, id, origin)
            .With(SettingCatalog.ListenPort, own.Address.Port.ToString(CultureInfo.InvariantCulture), origin);
        return own.Address.IsLoopback ? layer : layer.With(SettingCatalog.Advertise, own.Address.Host, origin);
    }

    private static string Missing(string id, Topology topology) =>
        $"it does not list this node, '{id}'; it lists {string.Join(", ", topology.Peers.Keys)} (--node-id chooses one)";
}
