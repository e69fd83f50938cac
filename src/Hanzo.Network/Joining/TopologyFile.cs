using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Files;

namespace Hanzo.Network.Joining;

/// <summary>
/// A network as a file: <c>{"peers":{"node-id":{"address","port","device_capabilities":{…}}}}</c>, the capabilities in the
/// form of a device file. It lists the node that reads it, too. The JSON Schema is <see cref="Schemas.Topology"/>.
/// </summary>
public static class TopologyFile
{
    public const int MaxPeers = 200;

    internal static readonly string[] RootFields = ["peers", "$schema"];
    internal static readonly string[] PeerFields = ["address", "port", "device_capabilities"];
    internal static readonly string[] DeviceFields = [.. DeviceFile.Fields.Where(field => field != "$schema")];
    private const int MaxHostLength = 253;

    /// <param name="file">The name for messages.</param>
    /// <param name="table">Of chips; null: the one that comes with this version.</param>
    /// <exception cref="InvalidFileException">Names file, line, field and what is allowed.</exception>
    public static Topology Parse(string file, ReadOnlySpan<byte> json, FlopsTable? table = null)
    {
        var list = LocatedJson.Parse(file, json).RequireObject(RootFields).Require("peers");
        var members = list.RequireMap();
        if (members.Length is 0 or > MaxPeers) throw list.Error($"has {members.Length} peers; it must have 1 to {MaxPeers}.");
        var peers = ImmutableSortedDictionary.CreateBuilder<string, TopologyPeer>(StringComparer.Ordinal);
        var ids = new Dictionary<NodeAddress, string>();
        foreach (var (id, entry) in members)
        {
            if (!NodeIdRules.IsValid(id)) throw entry.Error($"'{id}' is no node id; it must have {NodeIdRules.AllowedForm}.");
            var peer = Read(entry, table ?? FlopsTable.Builtin);
            if (!ids.TryAdd(peer.Address, id))
                throw entry.Require("address").Error($"{peer.Address} is the address of '{ids[peer.Address]}' already.");
            peers.Add(id, peer);
        }

        return new Topology(peers.ToImmutable());
    }

    private static TopologyPeer Read(LocatedJson entry, FlopsTable table)
    {
        entry.RequireObject(PeerFields);
        var host = entry.Require("address");
        var name = host.RequireText(MaxHostLength);
        entry.Require("port");
        var port = (int)entry.Integer("port", 1, IPEndPoint.MaxPort, "(a TCP port)")!.Value;
        if (!NodeAddress.TryCreate(name, port, out var address)) throw host.Error($"must be a host name or an IP address, not '{name}'.");
        return new TopologyPeer(address, DeviceFile.Read(entry.Require("device_capabilities"), DeviceFields, table));
    }
}
