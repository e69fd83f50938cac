using Akka.Actor;

namespace Akka.Embedded.Tests.Actor;

/// <summary>What actors send stays with the thread first; that must not keep anything else waiting for good.</summary>
public sealed class FairnessTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _system = ActorSystem.Create("fair", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task Actors_that_never_rest_starve_neither_other_actors_nor_other_work_of_the_pool()
    {
        for (var i = 0; i < 4 * Environment.ProcessorCount; i++)
        {
            var echo = _system.ActorOf(Props.Create(() => new Echo()));
            echo.Tell("ball", _system.ActorOf(Props.Create(() => new Echo())));
        }
        for (var i = 0; i < 2 * Environment.ProcessorCount; i++)
            _system.ActorOf(Props.Create(() => new Endless())).Tell("go");
        var quiet = _system.ActorOf(Props.Create(() => new Echo()));
        for (var i = 0; i < 100; i++)
        {
            await InGlobalQueueAsync();
            (await quiet.Ask<int>(i, Limit)).ShouldBe(i);
        }
    }

    private static Task InGlobalQueueAsync()
    {
        var run = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(static run => run.SetResult(), run, preferLocal: false);
        return run.Task.WaitAsync(Limit);
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }

    private sealed class Endless : UntypedActor
    {
        protected override void OnReceive(object message) => Self.Tell(message, Self);
    }
}
