namespace Hanzo.Network.Consensus.Groups;

/// <summary>The network's group as its users see it, on any of its members.</summary>
public interface IConsensusGroup
{
    /// <summary>
    /// Completes when the command is committed, on the disks of a majority, and applied on this member.
    /// </summary>
    /// <param name="part">Whose command it is: <see cref="IGroupPart.Kind"/>.</param>
    /// <param name="command">At most <see cref="RaftSettings.MaxPayloadBytes"/> less one byte.</param>
    /// <returns>What applying it gave here; the same on every member.</returns>
    /// <exception cref="ConsensusException">
    /// It was refused, or nobody knows: <see cref="ConsensusException.MayHaveHappened"/>. The group asks again by itself only what was
    /// refused for certain.
    /// </exception>
    ValueTask<ReadOnlyMemory<byte>> ProposeAsync(byte part, ReadOnlyMemory<byte> command, CancellationToken cancellation);

    /// <summary>The same, for one group only: what counts on what that group holds is refused once the member is of another.</summary>
    /// <param name="group">Null: whichever it is of.</param>
    ValueTask<ReadOnlyMemory<byte>> ProposeAsync(
        string? group, byte part, ReadOnlyMemory<byte> command, CancellationToken cancellation) =>
        ProposeAsync(part, command, cancellation);

    /// <summary>
    /// Completes when this member has applied all that was committed anywhere when this was called: what is then read here is
    /// linearizable.
    /// </summary>
    /// <exception cref="ConsensusException">There is no leader that answers.</exception>
    ValueTask CatchUpAsync(CancellationToken cancellation);
}

/// <param name="reason">Names who is out of reach, or which bound was met.</param>
/// <param name="mayHaveHappened">Whether the command may be committed all the same, now or later.</param>
public sealed class ConsensusException(string reason, bool mayHaveHappened, Exception? inner = null) : Exception(reason, inner)
{
    public bool MayHaveHappened { get; } = mayHaveHappened;
}
