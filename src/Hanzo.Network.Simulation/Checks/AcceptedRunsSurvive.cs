namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// A run that a client was told of is in its session's journal at the end: as many runs were queued there as its number says, and as
/// many ended in a way as clients were told of runs that ended so.
/// </summary>
internal sealed class AcceptedRunsSurvive() : Checker("accepted runs survive")
{
    private readonly OrderedDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    public override void See(Observation observation)
    {
        switch (observation)
        {
            case RunAccepted accepted:
                Judged();
                Accept(accepted);
                break;
            case RunEnded ended:
                Judged();
                Of(Names.SessionOfRun(ended.Run)).Ended.Add((Names.NumberOfRun(ended.Run), ended.Status));
                break;
            case EventRead read:
                Read(Of(read.PersistenceId), read.Manifest);
                break;
        }
    }

    protected override void Close(TimeSpan at)
    {
        foreach (var (id, session) in _sessions)
        {
            if (session.Last is { } last && Names.NumberOfRun(last.Run) > session.Queued)
                Break(at, $"run {last.Run} was accepted for {Say.Process(last.Node, last.Life)} at {Say.Time(last.At)}; "
                    + $"the journal holds {session.Queued} runs of its session");
            Compare(at, id, session, "completed", session.Completed);
            Compare(at, id, session, "failed", session.Failed);
            Compare(at, id, session, "cancelled", session.Cancelled);
        }
    }

    private Session Of(string id)
    {
        if (!_sessions.TryGetValue(id, out var session)) _sessions.Add(id, session = new Session());
        return session;
    }

    private void Accept(RunAccepted accepted)
    {
        var session = Of(Names.SessionOfRun(accepted.Run));
        if (session.Last is null || Names.NumberOfRun(accepted.Run) > Names.NumberOfRun(session.Last.Run)) session.Last = accepted;
    }

    private void Compare(TimeSpan at, string id, Session session, string status, int journaled)
    {
        var told = session.Ended.Count(run => run.Status == status);
        if (told > journaled) Break(at, $"clients were told that {told} runs of {id} {status}; the journal holds {journaled} such ends");
    }

    private static void Read(Session session, string manifest)
    {
        if (Manifests.QueuesRun(manifest)) session.Queued++;
        else if (Manifests.CompletesRun(manifest)) session.Completed++;
        else if (Manifests.FailsRun(manifest)) session.Failed++;
        else if (Manifests.CancelsRun(manifest)) session.Cancelled++;
    }

    private sealed class Session
    {
        public RunAccepted? Last { get; set; }
        public HashSet<(long Run, string Status)> Ended { get; } = [];
        public long Queued { get; set; }
        public int Completed { get; set; }
        public int Failed { get; set; }
        public int Cancelled { get; set; }
    }
}
