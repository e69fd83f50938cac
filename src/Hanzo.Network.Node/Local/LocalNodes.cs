using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
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
                .Select(folder => ReadLiving(Path.Combine(folder, NodeRecord.FileName)))
                .OfType<NodeRecord>()
                .OrderBy(record => record.StartedAt).ThenBy(record => record.NodeId, StringComparer.Ordinal),
        ];
    }

    public NodeRecord? Find(string network, string nodeId) =>
        ReadLiving(Path.Combine(root.NodeFolder(network, nodeId), NodeRecord.FileName));

    public static void Write(string folder, NodeRecord record)
    {
        var path = Path.Combine(folder, NodeRecord.FileName);
        var temporary = path + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(record, ApiJson.Default.NodeRecord));
        File.Move(temporary, path, overwrite: true);
    }

    public static void Remove(string folder) => File.Delete(Path.Combine(folder, NodeRecord.FileName));

    private static NodeRecord? ReadLiving(string path)
    {
        var record = Read(path);
        if (record is null || record.Host != Environment.MachineName || IsAlive(record.Pid)) return record;
        File.Delete(path);
        return null;
    }

    private static NodeRecord? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MaxRecordBytes) return null;
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ApiJson.Default.NodeRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // being replaced or not ours: then there is no node to be found here
        }
    }

    internal static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
