using System.Globalization;
using Hanzo.Network.Adapters.Files;
using Hanzo.Network.Consensus;

namespace Hanzo.Network.Adapters.Consensus;

/// <summary>
/// Another member's snapshot in a file beside the log: piece by piece as it arrives, then under the number of its last entry. Which one
/// counts is what the log says; others are left over of what was not finished. For one thread.
/// </summary>
/// <param name="log">Path of the log's file.</param>
internal sealed class SnapshotFiles(string log) : IDisposable
{
    private const string Arriving = ".arriving";
    private const string Received = ".snapshot-";

    private SteadyFile? _arriving;

    /// <exception cref="ConsensusLogException">The piece does not follow what has come.</exception>
    public void Receive(long offset, ReadOnlySpan<byte> piece)
    {
        if (offset == 0)
        {
            _arriving?.Dispose();
            _arriving = new SteadyFile(log + Arriving);
        }
        if (_arriving?.Length != offset)
            throw new ConsensusLogException(log, $"a snapshot's piece {offset} does not follow {_arriving?.Length ?? 0}.");
        _arriving.Write(piece);
    }

    /// <summary>What has arrived is whole, and on the disk under its name when this returns.</summary>
    /// <exception cref="ConsensusLogException">It is not whole.</exception>
    public void Keep(SnapshotMeta snapshot)
    {
        if (_arriving?.Length != snapshot.Bytes)
        {
            throw new ConsensusLogException(
                log, $"of snapshot {snapshot.Index} {_arriving?.Length ?? 0} bytes have come, not {snapshot.Bytes}.");
        }
        _arriving.Sync();
        _arriving.Dispose();
        _arriving = null;
        File.Move(log + Arriving, PathOf(snapshot.Index), overwrite: true);
        FolderSync.Sync(Path.GetDirectoryName(log)!);
    }

    /// <returns>Null: it is not there.</returns>
    public byte[]? Read(SnapshotMeta snapshot, long offset, int length)
    {
        if (!File.Exists(PathOf(snapshot.Index))) return null;
        using var file = File.OpenHandle(PathOf(snapshot.Index));
        if (RandomAccess.GetLength(file) != snapshot.Bytes) return null;
        var content = new byte[length];
        for (var read = 0; read < length;)
        {
            var more = RandomAccess.Read(file, content.AsSpan(read), offset + read);
            if (more == 0) return null;
            read += more;
        }
        return content;
    }

    /// <summary>Any but these go; those that cannot be deleted now go another time.</summary>
    public void DropAllBut(params ReadOnlySpan<long?> kept)
    {
        var paths = new List<string>();
        foreach (var one in kept)
            if (one is { } index) paths.Add(PathOf(index));
        foreach (var file in Beside(log))
        {
            if (paths.Contains(file)) continue;
            if (_arriving is not null && file == log + Arriving) continue;
            try
            {
                File.Delete(file);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // It is looked for again when the log is opened.
            }
        }
    }

    /// <summary>What is there of snapshots that came from others, whole or not.</summary>
    public static string[] Beside(string log)
    {
        var (folder, name) = (Path.GetDirectoryName(log)!, Path.GetFileName(log));
        return [.. Directory.GetFiles(folder, name + Arriving), .. Directory.GetFiles(folder, name + Received + "*")];
    }

    public void Dispose() => _arriving?.Dispose();

    private string PathOf(long index) => log + Received + index.ToString(CultureInfo.InvariantCulture);
}
