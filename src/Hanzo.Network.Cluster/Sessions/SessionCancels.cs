using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>Who want runs of one session cancelled, and wait for that.</summary>
internal sealed class SessionCancels
{
    /// <summary>Further ones hear how the run is when they ask.</summary>
    public const int Most = 64;

    private readonly List<(long Run, IActorRef Asker)> _waiting = [];

    /// <param name="run">As it is now that the wish is recorded.</param>
    /// <param name="refusal">Null: it is recorded.</param>
    public void Asked(RunResult run, IActorRef asker, Refusal? refusal)
    {
        if (refusal is null && !run.Status.HasEnded() && _waiting.Count < Most) _waiting.Add((run.Id.Number, asker));
        else asker.Tell(new RunAnswered(run, refusal?.Message));
    }

    public void Ended(RunResult run)
    {
        foreach (var (_, asker) in _waiting.Where(cancel => cancel.Run == run.Id.Number)) asker.Tell(new RunAnswered(run, null));
        _waiting.RemoveAll(cancel => cancel.Run == run.Id.Number);
    }
}
