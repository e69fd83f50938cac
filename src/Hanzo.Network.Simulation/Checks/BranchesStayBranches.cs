namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// A node that serves alone writes no session's history but of those it has begun as branches. What was on its way to the disk when
/// its former actor system ended may still be stored: so a writer is judged from its second append on. A branch says that it is one
/// in its second event, and nowhere else.
/// </summary>
internal sealed class BranchesStayBranches() : Checker("branches stay branches")
{
    private readonly HashSet<int> _alone = [];
    private readonly HashSet<string> _sessions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _branches = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Session, string Writer), TimeSpan> _began = [];

    public override void See(Observation observation)
    {
        switch (observation)
        {
            case ServesAlone { Alone: true } alone:
                _alone.Add(alone.Node);
                break;
            case ServesAlone or SystemChanged { Alive: false } or ProcessEnded:
                _alone.Remove(observation.Node);
                break;
            case EventStored stored:
                Store(stored);
                break;
        }
    }

    private void Store(EventStored stored)
    {
        var id = stored.PersistenceId;
        if (Manifests.OpensSession(stored.Manifest)) _sessions.Add(id);
        if (!_sessions.Contains(id)) return;
        Judged();
        if (Manifests.BranchesSession(stored.Manifest))
        {
            _branches.Add(id);
            if (stored.Sequence != 2) Break(stored.At, $"event {stored.Sequence} of {id} says that it is a branch");
        }

        if (!_alone.Contains(stored.Node) || _branches.Contains(id)) return;
        if (_began.TryAdd((id, stored.Writer), stored.At) || _began[(id, stored.Writer)] == stored.At) return;
        Break(stored.At, $"node {stored.Node} serves alone and stored event {stored.Sequence} ({stored.Manifest}) of {id}, "
            + "which is no branch");
    }
}
