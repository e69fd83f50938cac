using Hanzo.Network.Agents;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Work;

/// <summary>Is asked about calls of unknown outcome, and says no after a while, by any node that answers.</summary>
public sealed class Person(TimeProvider time, SimulatedRandom random, IReadOnlyList<ISimulatedNode> nodes)
{
    private static readonly TimeRange Thinks = TimeRange.Seconds(1, 8);
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>After a question; by then whoever asked has been somewhere where it can be answered.</summary>
    private const int Looks = 60;

    /// <summary>How often to look again, by session.</summary>
    private readonly OrderedDictionary<SessionId, int> _asked = [];

    public void See(Observation observation)
    {
        if (observation is not EventStored stored || !Manifests.AsksPerson(stored.Manifest)) return;
        var session = SessionId.Parse(stored.PersistenceId);
        if (_asked.TryAdd(session, Looks)) time.After(Thinks.Draw(random), () => Look(session));
        else _asked[session] = Looks;
    }

    private void Look(SessionId session)
    {
        if (--_asked[session] <= 0)
        {
            _asked.Remove(session);
            return;
        }

        var ready = nodes.Where(node => node.IsReady).ToArray();
        if (ready.Length > 0)
        {
            var node = ready[random.Next(ready.Length)];
            node.Process!.Post(() => _ = AnswerAsync(node.Network!, session));
        }

        time.After(LooksAgainAfter, () => Look(session));
    }

    private static async Task AnswerAsync(IAgentNetwork network, SessionId session)
    {
        try
        {
            for (var number = 1L; await network.GetRunAsync(new RunId(session, number)) is { } run; number++)
                foreach (var asked in run.Approvals) await network.AnswerAsync(run.Id, asked.Id, approved: false, "nobody knows");
        }
        catch (AgentNetworkException)
        {
            // The session moves, or another answer was faster: the next look will tell.
        }
    }
}
