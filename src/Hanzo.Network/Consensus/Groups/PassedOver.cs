namespace Hanzo.Network.Consensus.Groups;

/// <summary>
/// A part that this member keeps nothing of, as one whose log is in memory keeps nothing of what others have on disks: its entries are
/// passed over. It can give no other member what it lacks.
/// </summary>
public sealed class PassedOver(byte kind) : IGroupPart
{
    private long _applied;
    private bool _wasUsed;

    public byte Kind => kind;

    public long Applied => Interlocked.Read(ref _applied);

    /// <summary>Whether there was anything of it, in this group or in one that this process's node was in before.</summary>
    public bool WasUsed => Volatile.Read(ref _wasUsed);

    /// <summary>It was passed over up to there before this process began.</summary>
    public void Resume(long applied)
    {
        if (applied == 0) return;
        Volatile.Write(ref _wasUsed, true);
        Interlocked.Exchange(ref _applied, Math.Max(Applied, applied));
    }

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ApplyAsync(
        IReadOnlyList<PartCommand> commands, CancellationToken cancellation)
    {
        if (commands.Count > 0) Resume(commands[^1].Index);
        return new(new ReadOnlyMemory<byte>[commands.Count]);
    }

    /// <exception cref="ConsensusLogException">Always.</exception>
    public ValueTask<IPartSnapshot> SnapshotAsync(CancellationToken cancellation) => throw new ConsensusLogException(
        $"part {kind}", "this node keeps nothing of it, and cannot give it to others.");

    public ValueTask<long?> FlushAsync(CancellationToken cancellation) => new(Applied);

    public ValueTask RestoreAsync(long applied, Stream content, CancellationToken cancellation)
    {
        Resume(applied);
        return default;
    }

    public ValueTask SetAsideAsync(string group, string? folder, CancellationToken cancellation)
    {
        Interlocked.Exchange(ref _applied, 0);
        return default;
    }
}
