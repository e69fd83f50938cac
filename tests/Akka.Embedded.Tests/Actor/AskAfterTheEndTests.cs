using Akka.Actor;

namespace Akka.Embedded.Tests.Actor;

public class AskAfterTheEndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongerThanTheSystemLives = TimeSpan.FromMinutes(10);

    private readonly ActorSystem _system = ActorSystem.Create("asked");

    [Fact]
    public async Task An_ask_without_answer_fails_when_its_actor_system_ends()
    {
        var mute = _system.ActorOf(Props.Create(() => new Mute()));
        var answer = mute.Ask("anything", LongerThanTheSystemLives);

        await _system.Terminate().WaitAsync(Patience);

        await Should.ThrowAsync<AskTimeoutException>(answer.WaitAsync(Patience));
    }

    [Fact]
    public async Task An_ask_fails_when_its_actor_system_has_ended()
    {
        var mute = _system.ActorOf(Props.Create(() => new Mute()));
        await _system.Terminate().WaitAsync(Patience);

        await Should.ThrowAsync<AskTimeoutException>(mute.Ask("anything", LongerThanTheSystemLives).WaitAsync(Patience));
    }

    private sealed class Mute : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
