using Hanzo.Network.Adapters.Files;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Local;

/// <summary>
/// The right of one process to be one node of a machine: an open, locked file. The operating system gives it up when
/// the process ends, however it ends.
/// </summary>
internal sealed class NodeLock : IDisposable
{
    private const string FileName = "node.lock";
    private const int MaxNodesPerHost = 99;
    private readonly FileStream _file;

    private NodeLock(string nodeId, string folder, FileStream file) => (NodeId, Folder, _file) = (nodeId, folder, file);

    public string NodeId { get; }
    public string Folder { get; }

    /// <returns>Null when another process holds it.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static NodeLock? TryTake(DataRoot root, string network, string nodeId)
    {
        var folder = root.NodeFolder(network, nodeId);
        Directory.CreateDirectory(folder);
        return HeldFile.TryTake(Path.Combine(folder, FileName)) is { } file ? new NodeLock(nodeId, folder, file) : null;
    }

    /// <summary>The first free one of <c>first</c>, <c>first-2</c>, <c>first-3</c> …</summary>
    /// <exception cref="IOException">All are taken, or the folder cannot be written.</exception>
    public static NodeLock TakeFirstFree(DataRoot root, string network, string first)
    {
        for (var number = 1; number <= MaxNodesPerHost; number++)
        {
            if (TryTake(root, network, NodeIdRules.Numbered(first, number)) is { } taken) return taken;
        }
        throw new IOException($"all {MaxNodesPerHost} default node ids of this machine are in use; choose one with --node-id.");
    }

    public void Dispose() => _file.Dispose();
}
