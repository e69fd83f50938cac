using FsCheck;
using FsCheck.Fluent;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Tests.Storage;

/// <summary>Power losses of the journal's machine against a model: what was acknowledged is there, once, in order, and for good.</summary>
public sealed class EventStoreCrashTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(150);

    [Fact]
    public void A_power_loss_at_any_moment_loses_nothing_acknowledged()
    {
        var lost = 0;
        for (var micros = 0; micros < 6_000; micros += 37)
        {
            var world = new StorageWorld(seed: 3, new JournalAccess { Patience = 0 });
            var store = world.Store.For(0, 1);
            var appends = Enumerable.Range(0, 6).Select(i => world.Append(store, $"s{i % 3}", i / 3, $"text {i}")).ToList();

            world.Run(micros / 1e6);
            world.Store.PowerLoss();
            world.Store.PowerOn();
            world.Run(20);

            appends.ShouldAllBe(append => append.IsCompleted);
            lost += appends.Count(append => append.IsFaulted);
            RequireKept(world);
        }

        lost.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_journal_that_acknowledges_before_its_sync_loses_acknowledged_events()
    {
        var broken = 0;
        for (var seed = 1UL; seed <= 60; seed++)
        {
            var world = new StorageWorld(seed, flaws: new EventStoreFlaws { AcknowledgesBeforeSync = true });
            _ = world.Append(world.Store.For(0, 1), "a", 0, "x");
            world.Run(0.0015);
            world.Store.PowerLoss();
            world.Store.PowerOn();
            world.Run(20);
            var acknowledged = world.All<AppendAcknowledged>().Any();
            if (acknowledged && !world.ReadFromDisk().Any()) broken++;
        }

        broken.ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Random_writers_and_faults_keep_the_model() => Prop.ForAll(Histories(), history =>
    {
        var world = new StorageWorld((ulong)history.Seed);
        var writers = Enumerable.Range(0, 3).Select(node => world.Store.For(node, 1)).ToArray();
        foreach (var step in history.Steps)
        {
            Do(world, writers, step);
            world.Run(step.Seconds);
        }

        Heal(world);
        world.Run(60);
        RequireKept(world);
        foreach (var id in new[] { "s0", "s1" })
        {
            var known = world.Get(writers[0].HighestAsync(id, default));
            world.Do(world.Append(writers[0], id, known, "last"));
        }
    }).Check(Quick);

    private static void Do(StorageWorld world, EventStoreHandle[] writers, Step step)
    {
        switch (step.What)
        {
            case 0:
                world.Store.PowerLoss();
                world.Store.PowerOn();
                break;
            case 1:
                world.Disk.IsFull = !world.Disk.IsFull;
                break;
            case 2:
                world.Disk.IsFailing = !world.Disk.IsFailing;
                break;
            case 3:
                world.Store.SetReachable(step.Writer, false);
                break;
            case 4:
                Heal(world);
                break;
            default:
                _ = AppendNextAsync(world, writers[step.Writer], $"s{step.What % 2}", step.Events);
                break;
        }
    }

    /// <summary>As a session does it: recovers, then writes on from there.</summary>
    private static async Task AppendNextAsync(StorageWorld world, EventStoreHandle store, string id, int events)
    {
        try
        {
            var highest = await store.HighestAsync(id, default);
            await world.Append(store, id, highest, [.. Enumerable.Range(1, events).Select(i => $"{id} {highest + i} by {store.Node}")]);
        }
        catch (Exception error) when (error is IOException or EventStoreConflictException)
        {
            // Allowed: what it means is judged by what the disk holds.
        }
    }

    private static void Heal(StorageWorld world)
    {
        (world.Disk.IsFull, world.Disk.IsFailing) = (false, false);
        for (var node = 0; node < 3; node++) world.Store.SetReachable(node, true);
    }

    private static void RequireKept(StorageWorld world)
    {
        var acknowledged = world.All<AppendAcknowledged>().ToList();
        var stored = world.All<EventStored>().ToList();
        var read = world.ReadFromDisk().ToList();

        stored.Select(Key).Distinct().Count().ShouldBe(stored.Count, "an event was told twice");
        read.Select(e => (e.PersistenceId, e.Sequence, e.Content)).ShouldBe(
            stored.Select(e => (e.PersistenceId, e.Sequence, e.Content)).OrderBy(e => e.PersistenceId, StringComparer.Ordinal)
                .ThenBy(e => e.Sequence));
        foreach (var stream in read.GroupBy(e => e.PersistenceId))
            stream.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, stream.Count()).Select(i => (long)i));
        foreach (var ack in acknowledged)
            read.ShouldContain(e => e.PersistenceId == ack.PersistenceId && e.Sequence == ack.LastSequence && e.Content == ack.Content);
    }

    private static (string, long) Key(EventStored stored) => (stored.PersistenceId, stored.Sequence);

    private static Arbitrary<History> Histories()
    {
        var step =
            from what in Gen.Choose(0, 15)
            from writer in Gen.Choose(0, 2)
            from events in Gen.Choose(1, 3)
            from micros in Gen.Frequency((3, Gen.Choose(0, 3_000)), (1, Gen.Choose(0, 4_000_000)))
            select new Step(what, writer, events, micros / 1e6);
        return Arb.From(
            from seed in Gen.Choose(1, int.MaxValue)
            from steps in step.ListOf()
            select new History(seed, [.. steps]));
    }

    internal sealed record Step(int What, int Writer, int Events, double Seconds);

    internal sealed record History(int Seed, Step[] Steps);
}
