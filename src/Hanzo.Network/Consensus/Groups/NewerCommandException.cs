namespace Hanzo.Network.Consensus.Groups;

/// <summary>
/// A command is committed that this version of the program does not know. Whoever meets it stops: passed over, this member would hold
/// something else than those that know it.
/// </summary>
public sealed class NewerCommandException(string what, Exception? inner = null) : FormatException(
    $"{what}, which this version of the program does not know. This node's member has stopped, so that it does not hold anything else than "
        + "the others: upgrade the program and start the node again; it goes on from there.",
    inner)
{
    public string What { get; } = what;

    /// <summary>The same, of an entry of the log.</summary>
    public NewerCommandException At(long index) => new($"entry {index} of the group's log is {What}", this);
}
