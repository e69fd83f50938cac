using System.Collections.Immutable;
using Hanzo.Network.Adapters.Files;
using Hanzo.Network.Node.Api;

namespace Hanzo.Network.Node.Local;

/// <summary>The nodes that run on this machine, by the records they left.</summary>
internal sealed class LocalNodes(DataRoot root)
{
    private const int MaxRecordBytes = 16 * 1024;

    /// <summary>Nodes whose process lives, the longest-running first; records of dead ones are removed.</summary>
    /// <param name="network">Null: of every network.</param>
    public ImmutableArray<NodeRecord> Find(string? network)
    {
        if (!Directory.Exists(root.Path)) return [];
        var networks = network is null ? Directory.GetDirectories(root.Path) : [root.NetworkFolder(network)];
        return
        [
            .. networks.Where(Directory.Exists)
                .SelectMany(Directory.GetDirectories)
                .Select(Read)
                .OfType<NodeRecord>()
                .OrderBy(record => record.StartedAt).ThenBy(record => record.NodeId, StringComparer.Ordinal),
        ];
    }

    public NodeRecord? Find(string network, string nodeId) => Read(root.NodeFolder(network, nodeId));

    public static void Write(string folder, NodeRecord record) =>
        RecordFile.Write(Path.Combine(folder, NodeRecord.FileName), record, ApiJson.Default.NodeRecord);

    public static void Remove(string folder) => File.Delete(Path.Combine(folder, NodeRecord.FileName));

    private static NodeRecord? Read(string folder) =>
        ProcessRecord.Read(Path.Combine(folder, NodeRecord.FileName), MaxRecordBytes, ApiJson.Default.NodeRecord);
}
