using Akka.Actor;

namespace Akka.Embedded.Tests.Actor;

public sealed class TemporaryPathTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ActorSystem _system = ActorSystem.Create("asked");
    private readonly TaskCompletionSource<IActorRef> _asker = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task The_path_of_an_ask_leads_to_it_until_it_is_over()
    {
        var (asker, answer, cancellation) = await AskMute();
        var name = asker.Path.Name;
        Temporary(name).ShouldBeSameAs(asker);

        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(answer.WaitAsync(Patience));

        Temporary(name).ShouldBe(ActorRefs.Nobody);
    }

    [Fact]
    public async Task A_path_that_is_first_wanted_when_the_ask_is_over_leads_nowhere()
    {
        var (asker, answer, cancellation) = await AskMute();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(answer.WaitAsync(Patience));

        Temporary(asker.Path.Name).ShouldBe(ActorRefs.Nobody);
    }

    private async Task<(IActorRef Asker, Task Answer, CancellationTokenSource Cancellation)> AskMute()
    {
        var cancellation = new CancellationTokenSource();
        var mute = _system.ActorOf(Props.Create(() => new Mute(_asker)));
        var answer = mute.Ask<object>("anything", cancellation.Token);
        return (await _asker.Task.WaitAsync(Patience), answer, cancellation);
    }

    private InternalActorRef Temporary(string name) => ((ActorSystemImpl)_system).ProviderImpl.TempActor(name);

    private sealed class Mute(TaskCompletionSource<IActorRef> asker) : UntypedActor
    {
        protected override void OnReceive(object message) => asker.TrySetResult(Sender);
    }
}
