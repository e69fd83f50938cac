using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Contract.Tests.Actor;

public sealed class CoordinatedShutdownContract : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly ActorSystem _system = ActorSystem.Create("ends", "akka.loglevel = ERROR\nakka.stdout-loglevel = ERROR");
    private readonly ConcurrentQueue<string> _log = new();

    private CoordinatedShutdown Shutdown => CoordinatedShutdown.Get(_system);

    public void Dispose() => _system.Terminate().Wait(Limit);

    [Fact]
    public async Task Phases_run_in_their_order()
    {
        string[] phases =
        [
            CoordinatedShutdown.PhaseActorSystemTerminate,
            CoordinatedShutdown.PhaseClusterShutdown,
            CoordinatedShutdown.PhaseServiceUnbind,
            CoordinatedShutdown.PhaseClusterExitingDone,
            CoordinatedShutdown.PhaseBeforeServiceUnbind,
            CoordinatedShutdown.PhaseClusterLeave,
            CoordinatedShutdown.PhaseServiceStop,
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate,
            CoordinatedShutdown.PhaseClusterExiting,
            CoordinatedShutdown.PhaseBeforeClusterShutdown,
            CoordinatedShutdown.PhaseServiceRequestsDone,
            CoordinatedShutdown.PhaseClusterShardingShutdownRegion,
        ];
        foreach (var phase in phases)
            Note(phase);
        await Shutdown.Run(CoordinatedShutdown.ClusterLeavingReason.Instance).WaitAsync(Limit);
        _log.ShouldBe(
        [
            "before-service-unbind", "service-unbind", "service-requests-done", "service-stop", "before-cluster-shutdown",
            "cluster-sharding-shutdown-region", "cluster-leave", "cluster-exiting", "cluster-exiting-done", "cluster-shutdown",
            "before-actor-system-terminate", "actor-system-terminate",
        ]);
    }

    [Fact]
    public async Task The_last_phase_ends_the_system()
    {
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Limit);
        await _system.WhenTerminated.WaitAsync(Limit);
    }

    [Fact]
    public async Task Terminate_runs_the_phases_and_gives_its_reason()
    {
        Note(CoordinatedShutdown.PhaseServiceStop);
        var shutdown = Shutdown;
        await _system.Terminate().WaitAsync(Limit);
        _log.ShouldBe(["service-stop"]);
        shutdown.ShutdownReason.ShouldBeOfType<CoordinatedShutdown.ActorSystemTerminateReason>();
    }

    [Fact]
    public async Task It_runs_once_and_the_first_reason_counts()
    {
        Note(CoordinatedShutdown.PhaseServiceStop);
        Shutdown.ShutdownReason.ShouldBeNull();
        var first = Shutdown.Run(CoordinatedShutdown.ClusterDowningReason.Instance);
        var second = Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);
        await Task.WhenAll(first, second).WaitAsync(Limit);
        _log.ShouldBe(["service-stop"]);
        Shutdown.ShutdownReason.ShouldBe(CoordinatedShutdown.ClusterDowningReason.Instance);
    }

    [Fact]
    public async Task A_failing_task_does_not_stop_the_rest()
    {
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "fails", () => throw new InvalidOperationException("task"));
        Shutdown.AddTask(
            CoordinatedShutdown.PhaseServiceUnbind, "fails later", () => Task.FromException<Done>(new InvalidOperationException("task")));
        Note(CoordinatedShutdown.PhaseServiceStop);
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Limit);
        _log.ShouldBe(["service-stop"]);
    }

    [Fact]
    public async Task A_task_that_hangs_is_left_after_the_phases_limit()
    {
        using var system = ActorSystem.Create(
            "hangs", "akka.loglevel = OFF\nakka.coordinated-shutdown.phases.service-unbind.timeout = 100ms");
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.Timeout(CoordinatedShutdown.PhaseServiceUnbind).ShouldBe(TimeSpan.FromMilliseconds(100));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "hangs", () => new TaskCompletionSource<Done>().Task);
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Limit);
    }

    [Fact]
    public async Task A_run_may_begin_at_a_later_phase()
    {
        Note(CoordinatedShutdown.PhaseServiceStop);
        Note(CoordinatedShutdown.PhaseClusterShutdown);
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseClusterLeave).WaitAsync(Limit);
        _log.ShouldBe(["cluster-shutdown"]);
    }

    [Fact]
    public async Task The_tasks_of_a_phase_run_side_by_side()
    {
        var first = new TaskCompletionSource<Done>();
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "waits", () => first.Task);
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "frees", () =>
        {
            first.SetResult(Done.Instance);
            return Task.FromResult(Done.Instance);
        });
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Limit);
        first.Task.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void An_unknown_phase_is_refused()
    {
        Should.Throw<Akka.Configuration.ConfigurationException>(
            () => Shutdown.AddTask("no such phase", "x", () => Task.FromResult(Done.Instance)))
            .Message.ShouldContain("no such phase");
    }

    private void Note(string phase) => Shutdown.AddTask(phase, "note", () =>
    {
        _log.Enqueue(phase);
        return Task.FromResult(Done.Instance);
    });
}
