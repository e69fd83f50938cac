using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>
/// Callbacks that wait until this node has come so far. Each runs once; one that waits for less than has happened runs at once.
/// </summary>
/// <param name="failed">Takes what a callback throws.</param>
internal sealed class Milestones(Action<Exception> failed)
{
    private readonly List<(Func<Member, bool> Reached, Action Callback)> _waiting = [];

    /// <summary>Up for good: WeaklyUp is not enough, and who goes without having been Up never comes so far.</summary>
    public void WhenUp(MembershipState state, Action callback) => When(state, m => m.UpNumber != Member.NoUpNumber, callback);

    /// <summary>At once when this node is in no cluster; so is the next one.</summary>
    public void WhenLeaving(MembershipState state, Action callback) => WhenOrOutside(state, MemberStatus.Leaving, callback);

    public void WhenExiting(MembershipState state, Action callback) => WhenOrOutside(state, MemberStatus.Exiting, callback);

    public void Reached(MembershipState state)
    {
        if (state.Self is not { } self)
        {
            return;
        }

        foreach (var due in _waiting.Where(w => w.Reached(self)).ToList())
        {
            _waiting.Remove(due);
            Run(due.Callback, failed);
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
            var rank = MemberProgress.Rank(status);
            When(state, m => MemberProgress.Rank(m.Status) >= rank, callback);
        }
    }

    private void When(MembershipState state, Func<Member, bool> reached, Action callback)
    {
        _waiting.Add((reached, callback));
        Reached(state);
    }
}
