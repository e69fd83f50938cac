namespace Hanzo.Network.Joining;

/// <summary>
/// The right to found a cluster of a network, which one node of a machine has at a time. Where processes are too many for their
/// machine, they do not hear each other in time, and each would found one of its own. One caller at a time.
/// </summary>
public interface IFoundingRight
{
    /// <summary>Never waits. What cannot be found out is answered by true: the right is a help, no need.</summary>
    /// <param name="turn">0, and one more each time that who has the right was taken for stuck; each turn is a right of its own.</param>
    /// <returns>True: this process has it until it gives it up, or ends, however it ends.</returns>
    bool TryTake(NodeIdentity self, int turn);

    /// <summary>Those of all turns; nothing happens when there is none.</summary>
    void GiveUp();
}
