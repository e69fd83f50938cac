using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Capacity;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Conversations;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class SessionEffectsTests
{
    private static readonly SessionId Session = SessionId.Parse("boss.3.01JD0000000000000000000000");

    [Fact]
    public void The_answer_of_another_agent_and_the_end_of_its_cancelling_are_one_end()
    {
        var services = new SessionServices(
            "one", "w", null!, null!, null!, null!, null!, null!, null!, () => false, TimeSpan.Zero, null!, TimeProvider.System,
            NullLogger.Instance)
        {
            Children = new ChildCaller(() => throw new InvalidOperationException("nobody is asked"), TimeProvider.System),
        };
        using var effects = new SessionEffects(
            services, new SessionAgents(() => null), new RunTimer(Session.Agent, TimeProvider.System), ActorRefs.Nobody);
        var asked = new CallAgent(
            new EffectId(1, 2), new RunId(Session, 1), new ToolRequest("c", "ask_helper", "{}"), AgentName.Parse("helper"))
        {
            Origin = new RunOrigin("", 1),
        };
        effects.Start(asked);
        effects.Start(new CancelAgent(asked, "enough"));

        effects.Ended(asked.Id);
        effects.Ended(asked.Id);

        effects.UnderWay.ShouldBe(0);
    }
}
