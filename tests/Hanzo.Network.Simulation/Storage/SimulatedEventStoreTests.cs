using System.Text;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Tests.Storage;

public sealed class SimulatedEventStoreTests
{
    private static readonly JournalAccess Impatient = new() { Patience = 0 };
    private static readonly JournalAccess Patient = new() { Patience = 1 };

    [Fact]
    public void Events_come_back_in_order_to_every_node()
    {
        var world = new StorageWorld();
        var (one, other) = (world.Store.For(0, 1), world.Store.For(1, 3));

        world.Do(world.Append(one, "a", 0, "one", "two"));
        world.Do(world.Append(other, "a", 2, "three"));

        var events = world.Read(other, "a");
        events.Select(stored => stored.Sequence).ShouldBe([1, 2, 3]);
        events.Select(stored => Encoding.UTF8.GetString(stored.Payload.Span)).ShouldBe(["one", "two", "three"]);
        events.ShouldAllBe(stored => stored.Writer == "w" && stored.Manifest == "m.1");
        world.Read(one, "a", from: 3).Single().Sequence.ShouldBe(3);
        world.Read(one, "a", from: 4).ShouldBeEmpty();
        world.Get(one.HighestAsync("a", default)).ShouldBe(3);
        world.Get(one.HighestAsync("unknown", default)).ShouldBe(0);
    }

    [Fact]
    public void Checkers_are_told_what_is_stored_before_what_is_acknowledged_and_by_whom()
    {
        var world = new StorageWorld();

        world.Do(world.Append(world.Store.For(2, 5), "a", 0, "one", "two"));

        var stored = world.All<EventStored>().ToList();
        stored.Select(e => (e.Node, e.PersistenceId, e.Sequence, e.Writer)).ShouldBe([(2, "a", 1L, "w"), (2, "a", 2L, "w")]);
        var acknowledged = world.Seen[^1].ShouldBeOfType<AppendAcknowledged>();
        (acknowledged.Node, acknowledged.Life, acknowledged.LastSequence).ShouldBe((2, 5, 2L));
        acknowledged.Content.ShouldBe(stored[1].Content);
        acknowledged.Content.ShouldNotBe(stored[0].Content);
        acknowledged.At.ShouldBeGreaterThan(stored[1].At);
    }

    [Fact]
    public void Of_two_writers_the_second_is_refused_and_nothing_of_it_is_stored()
    {
        var world = new StorageWorld();
        world.Do(world.Append(world.Store.For(0, 1), "a", 0, "mine"));

        var conflict = Should.Throw<EventStoreConflictException>(() => world.Do(world.Append(world.Store.For(1, 1), "a", 0, "x", "y")));

        (conflict.PersistenceId, conflict.Sequence).ShouldBe(("a", 1));
        world.Seen[^1].ShouldBeOfType<AppendFailed>().Node.ShouldBe(1);
        world.Get(world.Store.For(0, 1).HighestAsync("a", default)).ShouldBe(1);
    }

    [Fact]
    public void Of_two_writers_at_once_one_is_refused()
    {
        for (var seed = 1UL; seed <= 30; seed++)
        {
            var world = new StorageWorld(seed);
            var appends = Enumerable.Range(0, 3).Select(node => world.Append(world.Store.For(node, 1), "a", 0, $"{node}")).ToList();

            world.Run(1);

            appends.Count(append => append.IsCompletedSuccessfully).ShouldBe(1);
            appends.Count(append => append.Exception?.InnerException is EventStoreConflictException).ShouldBe(2);
            world.All<EventStored>().Count().ShouldBe(1);
        }
    }

    [Fact]
    public void A_gap_is_refused()
    {
        var world = new StorageWorld();
        Should.Throw<ArgumentOutOfRangeException>(() => world.Do(world.Append(world.Store.For(0, 1), "a", 1, "x")));
    }

    [Fact]
    public void Appends_that_come_together_share_their_sync()
    {
        var world = new StorageWorld();
        var store = world.Store.For(0, 1);

        world.Do(Task.WhenAll(Enumerable.Range(0, 64).Select(i => world.Append(store, $"s{i}", 0, "x"))));

        world.All<EventStored>().Select(stored => stored.At).Distinct().Count().ShouldBeLessThan(8);
    }

    [Fact]
    public void A_node_that_is_cut_off_waits_or_gets_an_error_and_others_go_on()
    {
        var (waits, fails) = (new StorageWorld(access: Patient), new StorageWorld(access: Impatient));
        foreach (var world in new[] { waits, fails }) world.Store.SetReachable(0, false);
        var waiting = waits.Append(waits.Store.For(0, 1), "a", 0, "x");
        var failing = fails.Append(fails.Store.For(0, 1), "a", 0, "x");
        waits.Do(waits.Append(waits.Store.For(1, 1), "b", 0, "y"));
        waits.Run(60);

        waiting.IsCompleted.ShouldBeFalse();
        Should.Throw<IOException>(() => fails.Do(failing));
        waits.Store.SetReachable(0, true);
        waits.Do(waiting);
        waits.Read(waits.Store.For(1, 1), "a").Count.ShouldBe(1);
        fails.Run(60);
        fails.ReadFromDisk().ShouldBeEmpty();
    }

    [Fact]
    public void Of_an_answer_lost_by_a_cut_the_caller_gets_an_error_though_the_event_is_stored()
    {
        var world = new StorageWorld(access: Impatient with { Travel = TimeRange.Seconds(1, 1) });
        var append = world.Append(world.Store.For(0, 1), "a", 0, "x");
        world.Run(1.5);
        world.Store.SetReachable(0, false);

        Should.Throw<IOException>(() => world.Do(append));
        world.Read(world.Store.For(1, 1), "a").Count.ShouldBe(1);
    }

    [Fact]
    public void While_the_journal_is_dark_calls_wait_and_then_it_goes_on_with_what_it_had()
    {
        var world = new StorageWorld(access: Patient);
        var store = world.Store.For(0, 1);
        world.Do(world.Append(store, "a", 0, "before"));
        world.Store.PowerLoss();
        var waiting = world.Append(store, "a", 1, "meanwhile");
        world.Run(30);
        (waiting.IsCompleted, world.Store.IsUp).ShouldBe((false, false));

        world.Store.PowerOn();
        world.Do(waiting);

        world.Read(store, "a").Select(stored => Encoding.UTF8.GetString(stored.Payload.Span)).ShouldBe(["before", "meanwhile"]);
    }

    [Fact]
    public void Outages_may_overlap_and_the_last_one_counts()
    {
        var world = new StorageWorld(access: Patient);
        world.Do(world.Append(world.Store.For(0, 1), "a", 0, "before"));
        world.Store.PowerLoss();
        world.Store.PowerLoss();
        world.Store.PowerOn();
        world.Run(20);
        world.Store.IsUp.ShouldBeFalse();

        world.Store.PowerOn();
        world.Run(20);
        world.Store.PowerOn();
        world.Do(world.Append(world.Store.For(0, 1), "a", 1, "after"));

        world.ReadFromDisk().Count().ShouldBe(2);
    }

    [Fact]
    public void What_a_full_disk_refused_is_gone_and_the_journal_goes_on_when_there_is_room()
    {
        var world = new StorageWorld();
        var store = world.Store.For(0, 1);
        world.Do(world.Append(store, "a", 0, "before"));
        world.Disk.IsFull = true;

        for (var i = 0; i < 3; i++)
            Should.Throw<IOException>(() => world.Do(world.Append(store, "a", 1, "refused"))).Message.ShouldContain("no space left");
        world.Read(store, "a").Count.ShouldBe(1);
        world.Disk.IsFull = false;
        world.Do(world.Append(store, "a", 1, "after"));

        world.ReadFromDisk().Select(read => read.Sequence).ShouldBe([1, 2]);
    }

    [Fact]
    public void A_failing_disk_fails_reads_too()
    {
        var world = new StorageWorld();
        var store = world.Store.For(0, 1);
        world.Do(world.Append(store, "a", 0, "before"));
        world.Disk.IsFailing = true;

        Should.Throw<IOException>(() => world.Read(store, "a"));
        Should.Throw<IOException>(() => world.Get(store.HighestAsync("a", default)));
        Should.Throw<IOException>(() => world.Do(world.Append(store, "a", 1, "x")));
    }

    [Fact]
    public void A_journal_whose_disk_fails_at_its_start_reads_its_log_later()
    {
        var world = new StorageWorld(access: Patient);
        var store = world.Store.For(0, 1);
        world.Do(world.Append(store, "a", 0, "before"));
        world.Store.PowerLoss();
        world.Disk.IsFailing = true;
        world.Store.PowerOn();
        world.Run(30);
        world.Store.IsUp.ShouldBeFalse();

        world.Disk.IsFailing = false;

        world.Read(store, "a").Count.ShouldBe(1);
    }

    [Fact]
    public void An_ended_process_hears_of_nothing_but_what_it_sent_is_stored()
    {
        var world = new StorageWorld();
        var store = world.Store.For(0, 1);
        var append = world.Append(store, "a", 0, "x");

        store.End();
        world.Run(60);

        append.IsCompleted.ShouldBeFalse();
        world.All<AppendAcknowledged>().ShouldBeEmpty();
        world.Read(world.Store.For(0, 2), "a").Count.ShouldBe(1);
    }

    [Fact]
    public void A_cancelled_call_ends_at_once()
    {
        var world = new StorageWorld();
        using var caller = new CancellationTokenSource();
        var highest = world.Store.For(0, 1).HighestAsync("a", caller.Token);

        caller.Cancel();

        highest.IsCanceled.ShouldBeTrue();
        world.Run(10);
        world.Store.For(0, 1).HighestAsync("a", caller.Token).IsCanceled.ShouldBeTrue();
    }

    [Fact]
    public void A_store_without_fences_lets_the_stale_writer_in()
    {
        var world = new StorageWorld(flaws: new EventStoreFlaws { FencesNobody = true });
        world.Do(world.Append(world.Store.For(0, 1), "a", 0, "x"));
        world.Do(world.Append(world.Store.For(1, 1), "a", 0, "y"));

        world.All<EventStored>().Select(stored => (stored.Node, stored.Sequence)).ShouldBe([(0, 1L), (1, 1L)]);
    }
}
