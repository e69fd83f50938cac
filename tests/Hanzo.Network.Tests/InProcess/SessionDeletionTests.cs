using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.InProcess;

/// <summary>Sessions that somebody wants deleted.</summary>
public sealed class SessionDeletionTests
{
    private readonly ManualTime _time = new();
    private readonly BrokenStore _store;

    public SessionDeletionTests() => _store = new BrokenStore(new InMemoryEventStore(_time));

    [Fact]
    public async Task Nothing_is_left_of_a_deleted_session_and_its_run_ids_are_new()
    {
        await using var network = LocalNetwork.Create(store: _store, time: _time);
        var asked = new RunRequest("hello") { Agent = "echo", RunId = "mine" };
        var run = await network.RunAsync(asked).WaitAsync(LocalNetwork.Bound);

        await network.DeleteSessionAsync(run.Session).WaitAsync(LocalNetwork.Bound);

        (await _store.SizeAsync(run.Session.ToString(), default)).Events.ShouldBe(1);
        (await network.GetRunAsync(run.Id)).ShouldBeNull();
        (await network.FindRunAsync("mine")).ShouldBeNull();
        var more = new RunRequest("more") { Session = run.Session };
        (await RefusedAsync(network.RunAsync(more))).Error.ShouldBe(NetworkError.UnknownSession);
        (await RefusedAsync(network.DeleteSessionAsync(run.Session))).Message.ShouldContain("was deleted at");
        (await network.RunAsync(asked).WaitAsync(LocalNetwork.Bound)).Session.ShouldNotBe(run.Session);
        _time.Advance(SessionAging.LeastGrave);
        (await RefusedAsync(network.DeleteSessionAsync(run.Session))).Error.ShouldBe(NetworkError.UnknownSession);
        (await _store.HighestAsync(run.Session.ToString(), default)).ShouldBe(0);
        (await RefusedAsync(network.DeleteSessionAsync(run.Session))).Message.ShouldContain("is unknown");
    }

    [Fact]
    public async Task A_run_that_has_not_ended_is_named_and_keeps_its_session()
    {
        var answer = new TaskCompletionSource<ChatMessage>();
        await using var network = LocalNetwork.Create(ScriptedChatClient.Held(answer), _store, _time);
        var run = await network.StartAsync(new RunRequest("2 + 2") { Agent = "math" }).WaitAsync(LocalNetwork.Bound);

        var refused = await RefusedAsync(network.DeleteSessionAsync(run.Session));

        refused.Error.ShouldBe(NetworkError.Conflict);
        refused.Message.ShouldContain($"run {run.Id} has not ended; cancel it first");
        await network.CancelAsync(run.Id).WaitAsync(LocalNetwork.Bound);
        await network.DeleteSessionAsync(run.Session).WaitAsync(LocalNetwork.Bound);
    }

    [Fact]
    public async Task What_a_broken_journal_kept_goes_when_it_is_said_again()
    {
        await using var network = LocalNetwork.Create(store: _store, time: _time);
        var run = await network.RunAsync(new RunRequest("hello") { Agent = "echo" }).WaitAsync(LocalNetwork.Bound);
        _store.Breaks = true;

        var broken = await RefusedAsync(network.DeleteSessionAsync(run.Session));

        broken.Error.ShouldBe(NetworkError.Unconfirmed);
        broken.Message.ShouldEndWith("delete it again for the rest: journal test: no room");
        _store.Breaks = false;
        (await RefusedAsync(network.DeleteSessionAsync(run.Session))).Error.ShouldBe(NetworkError.UnknownSession);
        (await _store.SizeAsync(run.Session.ToString(), default)).Events.ShouldBe(1);
    }

    private static Task<AgentNetworkException> RefusedAsync(Task asked) =>
        Should.ThrowAsync<AgentNetworkException>(() => asked.WaitAsync(LocalNetwork.Bound));

    private sealed class BrokenStore(IEventStore inner) : ForwardingEventStore(inner)
    {
        public bool Breaks { get; set; }

        public override Task DeleteAsync(string persistenceId, long toSequence, CancellationToken cancellation) => Breaks
            ? Task.FromException(new EventStoreException("test", EventStoreProblem.Full, "no room"))
            : base.DeleteAsync(persistenceId, toSequence, cancellation);
    }
}
