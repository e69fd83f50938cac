using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Work;

/// <summary>
/// Is asked about calls of unknown outcome, and has one word for each question, which is said after a while, by any node that
/// answers, and again at each later look, as a client does that has not heard of it.
/// </summary>
/// <param name="yes">How often the word is yes, from 0 to 1.</param>
/// <param name="see">Told of each yes before it is said.</param>
public sealed class Person(
    TimeProvider time, SimulatedRandom random, IReadOnlyList<ISimulatedNode> nodes, double yes, Action<Observation> see)
{
    private static readonly TimeRange Thinks = TimeRange.Seconds(1, 8);
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>After a question; by then whoever asked has been somewhere where it can be answered.</summary>
    private const int Looks = 60;

    /// <summary>How often to look again, by session.</summary>
    private readonly OrderedDictionary<SessionId, int> _asked = [];

    private readonly OrderedDictionary<(RunId Run, string Question), bool> _words = [];

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
            node.Process!.Post(() => _ = AnswerAsync(node, session));
        }

        time.After(LooksAgainAfter, () => Look(session));
    }

    private async Task AnswerAsync(ISimulatedNode node, SessionId session)
    {
        var network = node.Network!;
        foreach (var ((run, question), word) in _words.Where(said => said.Key.Run.Session == session).ToArray())
            await SayAsync(network, run, question, word);
        try
        {
            for (var number = 1L; await network.GetRunAsync(new RunId(session, number)) is { } run; number++)
                foreach (var asked in run.Approvals.Where(asked => asked.Run is null))
                    await SayAsync(network, run.Id, asked.Id, WordFor(node, run.Id, asked.Id));
        }
        catch (AgentNetworkException)
        {
            // The session moves: the next look will tell.
        }
    }

    private bool WordFor(ISimulatedNode node, RunId run, string question)
    {
        if (_words.TryGetValue((run, question), out var word)) return word;
        word = random.Chance(yes);
        if (word) see(new EffectAllowed(time.Now(), node.Index, $"{run}.{question.Split('.')[0]}", question));
        _words.Add((run, question), word);
        return word;
    }

    private static async Task SayAsync(IAgentNetwork network, RunId run, string question, bool word)
    {
        try
        {
            await network.AnswerAsync(run, question, word ? PersonAnswer.Yes : PersonAnswer.No("nobody knows"));
        }
        catch (AgentNetworkException)
        {
            // The session moves, or the run waits for that no more.
        }
    }
}
