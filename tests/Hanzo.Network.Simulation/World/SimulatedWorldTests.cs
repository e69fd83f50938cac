using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Tests.World;

public sealed class SimulatedWorldTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SimulatedWorld _world = new(seed: 1, records: false);
    private readonly List<string> _log = [];

    [Fact]
    public void The_clock_moves_from_event_to_event_in_their_order()
    {
        _world.After(2 * Second, () => Note("two"));
        _world.After(Second, () => Note("one"));
        _world.After(Second, () => Note("one, asked later"));
        _world.After(3 * Second, () => Note("too late"));

        _world.RunUntil(2.5 * Second);

        _log.ShouldBe(["one at 1", "one, asked later at 1", "two at 2"]);
        _world.Now.ShouldBe(2.5 * Second);
    }

    [Fact]
    public void What_is_called_off_does_not_happen()
    {
        _world.After(Second, () => Note("never")).Dispose();

        _world.RunUntil(2 * Second);

        _log.ShouldBeEmpty();
    }

    [Fact]
    public void An_await_in_a_process_goes_on_in_that_process()
    {
        var (one, other) = (Process(1), Process(2));
        one.Post(() => _ = DelayAsync(one, Second));
        other.Post(() => _ = DelayAsync(other, 2 * Second));

        _world.RunUntil(3 * Second);

        _log.ShouldBe(["1 at 1", "2 at 2"]);
    }

    [Fact]
    public void Nothing_of_a_killed_process_ever_runs()
    {
        var process = Process(1);
        process.Post(() => _ = DelayAsync(process, Second));
        _world.RunUntil(Second / 2);

        process.Kill();
        process.Post(() => Note("after its end"));
        _world.RunUntil(3 * Second);

        _log.ShouldBeEmpty();
    }

    [Fact]
    public void A_stopped_process_does_late_what_was_due()
    {
        var process = Process(1);
        process.Post(() => _ = DelayAsync(process, Second));
        _world.RunUntil(Second / 2);

        process.IsPaused = true;
        process.Post(() => Note("posted"));
        _world.RunUntil(5 * Second);
        _log.ShouldBeEmpty();
        process.IsPaused = false;
        _world.RunUntil(5 * Second);

        _log.ShouldBe(["posted at 5", "1 at 5"], ignoreOrder: true);
    }

    [Fact]
    public void The_clocks_of_a_process_may_drift_jump_and_sleep()
    {
        var time = Process(1).Time;
        var start = time.GetUtcNow();
        time.SetRate(1.1);
        _world.RunUntil(10 * Second);
        time.GetElapsedTime(0).ShouldBe(11 * Second);

        time.WallOffset += TimeSpan.FromHours(1);
        (time.GetUtcNow() - start).ShouldBe(TimeSpan.FromHours(1) + (11 * Second));
        time.GetElapsedTime(0).ShouldBe(11 * Second);

        time.SetRate(1);
        time.SetAsleep(true);
        _world.RunUntil(40 * Second);
        time.SetAsleep(false);

        time.GetElapsedTime(0).ShouldBe(11 * Second, "the monotonic clock stands still in sleep");
        (time.GetUtcNow() - start).ShouldBe(TimeSpan.FromHours(1) + (41 * Second));
    }

    [Fact]
    public void A_timer_of_a_fast_clock_is_early_by_the_world()
    {
        var process = Process(1);
        process.Time.SetRate(2);
        process.Post(() => _ = DelayAsync(process, 4 * Second));

        _world.RunUntil(10 * Second);

        _log.ShouldBe(["1 at 2"]);
    }

    [Fact]
    public async Task Work_on_a_foreign_thread_fails_the_seed()
    {
        var process = Process(1);
        _world.After(Second, () => { });

        await Should.ThrowAsync<SimulationException>(() => Task.Factory.StartNew(
            () => process.Post(() => Note("foreign")), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        var thrown = await Task.Factory.StartNew(
            () => Record.Exception(() => new SimulatedWorld(1, false).RunUntil(Second)),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        thrown.ShouldBeNull("a world belongs to the thread that made it");
        Should.Throw<SimulationException>(() => _world.RunUntil(2 * Second)).Message.ShouldContain("another thread");
    }

    [Fact]
    public void What_never_comes_to_rest_fails_the_seed()
    {
        var process = Process(1);
        process.Post(Again);

        Should.Throw<SimulationException>(() => _world.RunUntil(Second)).Message.ShouldContain("does not come to rest");

        void Again() => process.Post(Again);
    }

    [Fact]
    public void One_seed_gives_one_order_of_work_and_one_hash()
    {
        var one = OrderOf(7);
        OrderOf(7).ShouldBe(one);
        OrderOf(8).Order.ShouldNotBe(one.Order);
    }

    private static (string Order, ulong Hash) OrderOf(ulong seed)
    {
        var world = new SimulatedWorld(seed, records: false);
        var order = "";
        foreach (var number in Enumerable.Range(1, 4))
        {
            var process = new SimulatedProcess(world, number, $"p{number}");
            for (var i = 0; i < 5; i++) process.Post(() => order += number);
        }

        world.RunUntil(Second);
        return (order, world.Trace.Hash);
    }

    private SimulatedProcess Process(int number) => new(_world, number, $"p{number}");

    private async Task DelayAsync(SimulatedProcess process, TimeSpan delay)
    {
        await Task.Delay(delay, process.Time);
        SynchronizationContext.Current.ShouldBeSameAs(process);
        Note($"{process.Number}");
    }

    private void Note(string what) => _log.Add($"{what} at {_world.Now.TotalSeconds:0}");
}
