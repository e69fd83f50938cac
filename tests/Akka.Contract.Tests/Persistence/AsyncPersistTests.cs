using Akka.Actor;

namespace Akka.Contract.Tests.Persistence;

public sealed class AsyncPersistTests : IAsyncLifetime
{
    private readonly ActorSystem _system = PersistenceSystem.Create();
    private readonly Listener _listener;

    public AsyncPersistTests() => _listener = new Listener(_system);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task Persist_all_async_lets_commands_through_and_keeps_the_order_of_handlers()
    {
        var actor = await Start("a");
        actor.Tell(new Do(a =>
        {
            a.PersistAllAsync(["one", "two"], word => a.Say($"handled {word}"));
            a.PersistAsync("three", word => a.Say($"handled {word} as {a.LastSequenceNr}"));
            a.Say("told");
            a.Self.Tell("next");
        }));

        var heard = await _listener.Next(5);

        heard[0].ShouldBe("told");
        heard.ShouldContain("next");
        heard.Skip(1).Where(word => word is not "next").ShouldBe(["handled one", "handled two", "handled three as 3"]);
    }

    [Fact]
    public async Task Something_deferred_follows_the_events_before_it_and_precedes_those_after_it()
    {
        var actor = await Start("b");
        actor.Tell(new Do(a =>
        {
            a.PersistAsync("one", a.Say);
            a.DeferAsync("deferred", word => a.Say($"{word} at {a.LastSequenceNr}"));
            a.PersistAsync("two", a.Say);
        }));

        (await _listener.Next(3)).ShouldBe(["one", "deferred at 1", "two"]);
    }

    [Fact]
    public async Task A_command_waits_for_persisted_events_though_others_are_persisted_async()
    {
        var actor = await Start("c");
        actor.Tell(new Do(a =>
        {
            a.PersistAsync("one", a.Say);
            a.Persist("two", a.Say);
            a.PersistAsync("three", a.Say);
            a.Self.Tell("next");
        }));

        var heard = (await _listener.Next(4)).ToList();

        heard.Where(word => word is not "next").ShouldBe(["one", "two", "three"]);
        heard.IndexOf("next").ShouldBeGreaterThan(heard.IndexOf("two"));
    }

    [Fact]
    public async Task A_persistent_actor_can_become_another_and_still_persist()
    {
        var actor = await Start("d");
        actor.Tell(new Do(a => a.Turn(message => a.Persist($"{message}", word => a.Say($"kept {word}")))));

        actor.Tell("oak");

        (await _listener.Next()).ShouldBe("kept oak");
        await _system.StopAndWait(actor);
        (await _listener.Next()).ShouldBe("stopped");
        _system.ActorOf(Scripted.Props("d", _listener.Ref));
        (await _listener.Next(2)).ShouldBe(["event oak", "recovered to 1"]);
    }

    [Fact]
    public async Task Recovery_is_finished_when_it_says_so()
    {
        var actor = await Start("e");

        actor.Tell(new Do(a => a.Say($"{a.IsRecovering} {a.IsRecoveryFinished}")));

        (await _listener.Next()).ShouldBe("False True");
    }

    private async Task<IActorRef> Start(string id)
    {
        var actor = _system.ActorOf(Scripted.Props(id, _listener.Ref));
        (await _listener.Next()).ShouldBe("recovered to 0");
        return actor;
    }
}
