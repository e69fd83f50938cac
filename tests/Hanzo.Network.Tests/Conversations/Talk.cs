using System.Collections.Immutable;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>A conversation under test with the least possible shell: keeps the events and what effects are under way.</summary>
internal sealed class Talk
{
    public static readonly SessionId Session = SessionId.Parse("math.3.01J9ZZZZZZZZZZZZZZZZZZZZZZ");

    public Talk(bool open = true)
    {
        if (open) Tell(new OpenSession("w1", "n1"));
    }

    public Agent Agent { get; init; } = BuiltInAgents.Math;

    /// <summary>For runs that begin; null: the same.</summary>
    public Agent? Newest { get; set; }

    public DateTimeOffset Now { get; set; } = ManualTime.Start;
    public ConversationState State { get; private set; } = new(Session);
    public List<ConversationEvent> Events { get; } = [];
    public Dictionary<EffectId, CallEffect> UnderWay { get; } = [];

    /// <summary>Runs of other agents that are to be cancelled; the test tells how they ended.</summary>
    public List<CancelAgent> Cancelled { get; } = [];

    public Decision Tell(ConversationCommand command)
    {
        var decision = Conversation.Decide(State, new SessionAgent(Agent, Newest ?? Agent), command, Now);
        foreach (var @event in decision.Events)
        {
            Events.Add(@event);
            State = Conversation.Apply(State, @event);
        }

        foreach (var effect in decision.Effects)
        {
            if (effect is CallEffect call) UnderWay.Add(call.Id, call);
            else if (effect is StopEffects stop)
                foreach (var id in UnderWay.Where(call => call.Key.Run == stop.Run && call.Value is not CallAgent)
                    .Select(call => call.Key).OrderBy(id => id.Step).ToList()) Cut(id);
            else if (effect is CancelAgent cancel)
            {
                UnderWay.Remove(cancel.Call.Id);
                Cancelled.Add(cancel);
            }
        }

        return decision;
    }

    /// <summary>False: calls that are to be cut go on until the test ends them.</summary>
    public bool CutsAtOnce { get; init; } = true;

    private void Cut(EffectId call)
    {
        if (CutsAtOnce) End(new CutCall(call));
    }

    /// <summary>What another writer would decide; nothing of it happens.</summary>
    public Decision DecideFirst(OpenSession open, ConversationCommand? command) =>
        Conversation.DecideFirst(State, new SessionAgent(Agent, Newest ?? Agent), open, command, Now);

    public Decision Start(string requestId = "r1", string input = "1+1", DateTimeOffset? deadline = null) =>
        Tell(new StartRun(requestId, input, "because") { Deadline = deadline });

    public Decision End(EffectOutcome outcome)
    {
        UnderWay.Remove(outcome.Effect);
        return Tell(outcome);
    }

    public Decision Say(string text, EffectId? effect = null) =>
        End(new CompleteModelCall(effect ?? UnderWay.Keys.Single(), text, [], "m"));

    public Decision Ask(params string[] tools)
    {
        var id = UnderWay.Keys.Single();
        return End(new CompleteModelCall(id, "", [.. tools.Select((tool, index) => new ToolRequest($"c{id}-{index}", tool, "{}"))], "m"));
    }

    /// <summary>Another process takes over: what is not in the events is gone.</summary>
    public Decision Crash()
    {
        UnderWay.Clear();
        State = Replay(Events);
        return Tell(new OpenSession("w2", "n2"));
    }

    public static ConversationState Replay(IEnumerable<ConversationEvent> events) =>
        events.Aggregate(new ConversationState(Session), Conversation.Apply);

    /// <summary>All of a state as text, for comparing.</summary>
    public static string Dump(ConversationState state) => JsonSerializer.Serialize(new
    {
        state.Writer,
        state.Node,
        state.Active,
        state.Queue,
        Requests = state.Requests.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList(),
        Runs = state.Runs.Values.Select(run => new { run, Open = run.Open.Select(open => (object)new { open.Key, open.Value }).ToList() })
            .ToList(),
        Transcript = state.Transcript.Select(entry => (object)entry).ToList(),
    });
}
