using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>
/// Callbacks that wait until this node has come so far. Each runs once; one that waits for less than has happened runs at once.
/// </summary>
/// <param name="failed">Takes what a callback throws.</param>
internal sealed class Milestones(Action<Exception> failed)
{
    private readonly List<(int Rank, Action Callback)> _waiting = [];

    public void WhenUp(MembershipState state, Action callback) => When(state, MemberStatus.WeaklyUp, callback);

    /// <summary>At once when this node is in no cluster; so is the next one.</summary>
    public void WhenLeaving(MembershipState state, Action callback) => WhenOrOutside(state, MemberStatus.Leaving, callback);

    public void WhenExiting(MembershipState state, Action callback) => WhenOrOutside(state, MemberStatus.Exiting, callback);

    public void Reached(MembershipState state)
    {
        if (state.Self is not { } self)
        {
            return;
        }

        var rank = MemberProgress.Rank(self.Status);
        var due = _waiting.Where(w => w.Rank <= rank).ToList();
        _waiting.RemoveAll(w => w.Rank <= rank);
        foreach (var (_, callback) in due)
        {
            Run(callback, failed);
        }
    }

    public static void Run(Action callback, Action<Exception> failed)
    {
        try
        {
            callback();
        }
        catch (Exception e)
        {
            failed(e);
        }
    }

    private void WhenOrOutside(MembershipState state, MemberStatus status, Action callback)
    {
        if (state.Self is null)
        {
            callback();
        }
        else
        {
            When(state, status, callback);
        }
    }

    private void When(MembershipState state, MemberStatus status, Action callback)
    {
        _waiting.Add((MemberProgress.Rank(status), callback));
        Reached(state);
    }
}
