using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Storage;

/// <summary>
/// The disk of one machine: files of bytes that grow at their end. What was written is in the machine's cache until a sync makes
/// it durable. Operations are done one after the other, in the order in which they were asked for; each takes effect at its end.
/// </summary>
/// <param name="time">The world's clock.</param>
public sealed class SimulatedDisk(string name, TimeProvider time, SimulatedRandom random, DiskSpeed speed)
{
    private readonly SortedDictionary<string, SimulatedFile> _files = new(StringComparer.Ordinal);
    private TimeSpan _busyUntil;
    private int _powered;
    private int _process;

    public string Name => name;

    /// <summary>Every operation takes so many times as long; 1 is the disk's own speed.</summary>
    public double Slowness { get; set; } = 1;

    /// <summary>Writes fail for want of space, after a part of them, perhaps; syncs and reads go on.</summary>
    public bool IsFull { get; set; }

    /// <summary>Every operation fails; a failed sync leaves it open what of the unsynced bytes would survive.</summary>
    public bool IsFailing { get; set; }

    /// <summary>In ordinal order.</summary>
    public IEnumerable<string> Files => _files.Keys;

    /// <summary>The file of that name, an empty one if there was none.</summary>
    public SimulatedFile Open(string file)
    {
        if (!_files.TryGetValue(file, out var found)) _files[file] = found = new SimulatedFile(this, file);
        return found;
    }

    /// <summary>
    /// What was not synced is lost, or the last of it, or nothing; operations under way never end. The machine's processes are
    /// the caller's to end.
    /// </summary>
    public void PowerLoss()
    {
        _powered++;
        _busyUntil = time.Now();
        foreach (var file in _files.Values) file.LosePower(random);
    }

    /// <summary>The process that used the disk was killed: what it asked for is done, but it never hears of it.</summary>
    public void ProcessLoss() => _process++;

    internal Task<T> QueueWriteAsync<T>(Func<T> effect) => QueueAsync(speed.Write, effect);

    internal Task<T> QueueSyncAsync<T>(Func<T> effect) => QueueAsync(speed.Sync, effect);

    /// <summary>A read beside whatever else is under way.</summary>
    internal Task<T> ReadAsync<T>(Func<T> effect) => AtAsync(speed.Write.Draw(random) * Slowness, effect);

    /// <summary>How many of <paramref name="bytes"/> get onto a full disk.</summary>
    internal int RoomFor(int bytes) => IsFull && bytes > 0 ? random.Next(bytes) : bytes;

    internal void RequireWorking(string what)
    {
        if (IsFailing) throw new IOException($"input/output error: {what} on disk '{name}'.");
    }

    /// <summary>Behind those under way.</summary>
    private Task<T> QueueAsync<T>(TimeRange takes, Func<T> effect)
    {
        var now = time.Now();
        _busyUntil = (_busyUntil > now ? _busyUntil : now) + (takes.Draw(random) * Slowness);
        return AtAsync(_busyUntil - now, effect);
    }

    private Task<T> AtAsync<T>(TimeSpan delay, Func<T> effect)
    {
        var done = new TaskCompletionSource<T>();
        var (powered, process) = (_powered, _process);
        time.After(delay, () =>
        {
            if (powered != _powered) return;
            try
            {
                var result = effect();
                if (process == _process) done.SetResult(result);
            }
            catch (Exception failure)
            {
                if (process == _process) done.SetException(failure);
            }
        });
        return done.Task;
    }
}
