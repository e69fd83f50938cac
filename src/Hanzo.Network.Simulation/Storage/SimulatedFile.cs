using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Storage;

/// <summary>One file of a <see cref="SimulatedDisk"/>.</summary>
/// <remarks>
/// Every call throws <see cref="IOException"/> by its task when the disk is failing, and an append when it is full. A call under way
/// at a power loss or at the end of its process never ends.
/// </remarks>
public sealed class SimulatedFile
{
    private readonly SimulatedDisk _disk;
    private byte[] _bytes = new byte[4096];

    /// <summary>What a truncation took away and may come back with a power loss, until the next sync; null: none.</summary>
    private (int From, byte[] Tail)? _cut;

    internal SimulatedFile(SimulatedDisk disk, string name) => (_disk, Name) = (disk, name);

    public string Name { get; }

    /// <summary>Bytes, written or synced.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes from the start that survive a power loss.</summary>
    public int Synced { get; private set; }

    /// <summary>At the end of the file. A failed append may have left a part.</summary>
    /// <param name="bytes">Not to be changed until the task ends.</param>
    public Task AppendAsync(ReadOnlyMemory<byte> bytes) => _disk.QueueWriteAsync(() =>
    {
        _disk.RequireWorking($"writing '{Name}'");
        var room = _disk.RoomFor(bytes.Length);
        Add(bytes.Span[..room]);
        if (room < bytes.Length)
            throw new IOException($"no space left on disk '{_disk.Name}': {room} of {bytes.Length} bytes were written to '{Name}'.");
        return Length;
    });

    /// <summary>All that was written before this call is durable when its task ends.</summary>
    public Task SyncAsync() => _disk.QueueSyncAsync(() =>
    {
        _disk.RequireWorking($"syncing '{Name}'");
        _cut = null;
        return Synced = Length;
    });

    /// <summary>Shortens the file; durable with the next sync, as an append is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The file is shorter.</exception>
    public Task TruncateAsync(int length) => _disk.QueueWriteAsync(() =>
    {
        _disk.RequireWorking($"truncating '{Name}'");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Remember(length);
        Synced = Math.Min(Synced, length);
        return Length = length;
    });

    /// <summary>A copy of the whole file.</summary>
    public Task<byte[]> ReadAsync() => _disk.QueueWriteAsync(() =>
    {
        _disk.RequireWorking($"reading '{Name}'");
        return Content();
    });

    /// <summary>Takes the time, and fails, as a read of something that its reader has decoded already.</summary>
    internal Task TouchAsync() => _disk.ReadAsync(() =>
    {
        _disk.RequireWorking($"reading '{Name}'");
        return Length;
    });

    internal byte[] Content() => _bytes[..Length];

    internal void LosePower(SimulatedRandom random)
    {
        var unsynced = Length - Synced;
        if (_cut is { } cut && random.Chance(0.5))
        {
            Length = cut.From;
            Add(cut.Tail);
        }
        else if (unsynced > 0)
        {
            Length = Synced + Surviving(random, unsynced);
            // A file system may have noted the new length before the bytes.
            if (random.Chance(0.2)) Add(new byte[random.Next(64)]);
        }

        (Synced, _cut) = (Length, null);
    }

    /// <summary>None, all, or a part of what was not synced.</summary>
    private static int Surviving(SimulatedRandom random, int unsynced) => random.Next(4) switch
    {
        0 => 0,
        1 => unsynced,
        _ => random.Next(unsynced + 1),
    };

    private void Remember(int length)
    {
        if (length == Length || _cut?.From <= length) return;
        var tail = _cut is { } before ? [.. _bytes.AsSpan(length..before.From), .. before.Tail] : _bytes[length..Length];
        _cut = (length, tail);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }
}
