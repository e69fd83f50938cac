namespace Hanzo.Network.Consensus.Groups;

/// <summary>
/// One of the machines that a group's log drives: an entry belongs to the part that the first byte of its payload names. Calls come one
/// after the other. The same entries give the same on every member.
/// </summary>
public interface IGroupPart
{
    /// <summary>Of all members the same, for ever.</summary>
    byte Kind { get; }

    /// <summary>The index up to which entries are in it already; those are passed over when the log is read again.</summary>
    long Applied { get; }

    /// <summary>What comes from now on is of this group: told each time before its log is read.</summary>
    /// <exception cref="ConsensusLogException">It holds another group's.</exception>
    ValueTask EnterAsync(string group, CancellationToken cancellation) => default;

    /// <summary>Whether this version of the program knows the command: a leader takes no other into its log.</summary>
    bool Knows(ReadOnlyMemory<byte> command) => true;

    /// <summary>In order, each once; results by the same order.</summary>
    /// <exception cref="ConsensusLogException">Its disk fails: the member stops.</exception>
    /// <exception cref="NewerCommandException">It does not know one, and nothing of that or what follows is applied.</exception>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ApplyAsync(IReadOnlyList<PartCommand> commands, CancellationToken cancellation);

    /// <summary>It as it is now, to be read at leisure while it goes on; exactly what the entries up to now have made.</summary>
    ValueTask<IPartSnapshot> SnapshotAsync(CancellationToken cancellation);

    /// <summary>
    /// What is applied so far survives the loss of power when this completes, so that the log may be cut. Of a part that is in memory:
    /// null, and <see cref="SnapshotAsync"/> is kept beside the log instead.
    /// </summary>
    ValueTask<long?> FlushAsync(CancellationToken cancellation);

    /// <summary>It becomes what another member's snapshot holds, as a whole or not at all, and durably if it is on a disk.</summary>
    /// <param name="applied">The index that the snapshot stands for.</param>
    ValueTask RestoreAsync(long applied, Stream content, CancellationToken cancellation);

    /// <summary>The member leaves its group: this becomes as it was at the beginning. Done twice, it is done.</summary>
    /// <param name="group">That is left; what is of another one stays.</param>
    /// <param name="folder">What is on a disk is kept there; null: nothing is kept.</param>
    /// <exception cref="ConsensusLogException">It holds what would be lost, or its disk fails.</exception>
    ValueTask SetAsideAsync(string group, string? folder, CancellationToken cancellation) => Applied == 0
        ? default
        : throw new ConsensusLogException($"part {Kind}", $"it holds what the group {group} had, which this node leaves; move it away.");
}

/// <param name="Index">Of the log's entry.</param>
/// <param name="Command">Without the byte that names the part.</param>
public readonly record struct PartCommand(long Index, ReadOnlyMemory<byte> Command);

/// <summary>Stays as it is until it is disposed.</summary>
public interface IPartSnapshot : IAsyncDisposable
{
    long Bytes { get; }

    /// <summary>Completes when reading does not have to wait any more, as for a copy that is being made.</summary>
    Task ReadyAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <returns>Bytes read; fewer than asked for only at the end.</returns>
    ValueTask<int> ReadAsync(long offset, Memory<byte> into, CancellationToken cancellation);
}
