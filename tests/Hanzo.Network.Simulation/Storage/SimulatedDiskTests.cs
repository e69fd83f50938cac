using Hanzo.Network.Simulation.Storage;
using static System.Text.Encoding;

namespace Hanzo.Network.Simulation.Tests.Storage;

public sealed class SimulatedDiskTests
{
    [Fact]
    public void What_was_written_is_read_back_and_takes_time()
    {
        var world = new StorageWorld();
        var file = world.Disk.Open("votes");

        var written = file.AppendAsync("term 1"u8.ToArray());
        written.IsCompleted.ShouldBeFalse();
        world.Do(written);
        world.Do(file.AppendAsync(", me"u8.ToArray()));

        Text(world.Get(file.ReadAsync())).ShouldBe("term 1, me");
        world.Disk.Open("votes").ShouldBeSameAs(file);
        world.Disk.Files.ShouldContain("votes");
    }

    [Fact]
    public void Operations_take_effect_in_the_order_in_which_they_were_asked_for()
    {
        var world = new StorageWorld();
        var file = world.Disk.Open("log");

        var all = Enumerable.Range(0, 20).Select(i => file.AppendAsync(new[] { (byte)('a' + i) })).ToList();
        world.Do(Task.WhenAll(all));

        Text(file.Content()).ShouldBe("abcdefghijklmnopqrst");
    }

    [Fact]
    public void A_power_loss_takes_nothing_that_was_synced_and_at_most_the_end_of_the_rest()
    {
        var survived = new HashSet<string>();
        for (var seed = 1UL; seed <= 100; seed++)
        {
            var world = new StorageWorld(seed);
            var file = world.Disk.Open("log");
            world.Do(file.AppendAsync("synced|"u8.ToArray()));
            world.Do(file.SyncAsync());
            world.Do(file.AppendAsync("unsynced"u8.ToArray()));

            world.Disk.PowerLoss();

            var text = Text(file.Content()).TrimEnd('\0');
            text.ShouldStartWith("synced|");
            "synced|unsynced".ShouldStartWith(text);
            survived.Add(text);
        }

        survived.ShouldContain("synced|");
        survived.ShouldContain("synced|unsynced");
        survived.Count.ShouldBeGreaterThan(3);
    }

    [Fact]
    public void A_sync_covers_what_was_written_before_it_only()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var world = new StorageWorld(seed);
            var file = world.Disk.Open("log");
            var first = file.AppendAsync("first"u8.ToArray());
            var synced = file.SyncAsync();
            var second = file.AppendAsync("second"u8.ToArray());
            world.Do(Task.WhenAll(first, synced, second));

            (file.Length, file.Synced).ShouldBe((11, 5));
        }
    }

    [Fact]
    public void Operations_under_way_at_a_power_loss_never_end()
    {
        var world = new StorageWorld();
        var file = world.Disk.Open("log");
        var write = file.AppendAsync("x"u8.ToArray());
        var sync = file.SyncAsync();

        world.Disk.PowerLoss();
        world.Run(60);

        (write.IsCompleted, sync.IsCompleted, file.Length).ShouldBe((false, false, 0));
        world.Do(file.AppendAsync("y"u8.ToArray()));
        Text(file.Content()).ShouldBe("y");
    }

    [Fact]
    public void A_killed_process_loses_nothing_that_it_gave_to_the_machine_but_hears_of_nothing()
    {
        var world = new StorageWorld();
        var file = world.Disk.Open("log");
        var write = file.AppendAsync("x"u8.ToArray());

        world.Disk.ProcessLoss();
        var read = world.Get(world.Disk.Open("log").ReadAsync());

        write.IsCompleted.ShouldBeFalse();
        Text(read).ShouldBe("x");
    }

    [Fact]
    public void A_full_disk_says_so_and_keeps_a_part_at_most()
    {
        var world = new StorageWorld();
        var file = world.Disk.Open("log");
        world.Disk.IsFull = true;

        var error = Should.Throw<IOException>(() => world.Do(file.AppendAsync("too much"u8.ToArray())));

        error.Message.ShouldContain("no space left on disk 'disk'");
        file.Length.ShouldBeLessThan(8);
        world.Do(file.TruncateAsync(0));
        world.Do(file.SyncAsync());
        world.Disk.IsFull = false;
        world.Do(file.AppendAsync("now"u8.ToArray()));
        Text(file.Content()).ShouldBe("now");
    }

    [Fact]
    public void A_failing_disk_fails_everything()
    {
        var world = new StorageWorld();
        var file = world.Disk.Open("log");
        world.Disk.IsFailing = true;

        foreach (var operation in new Func<Task>[]
            { () => file.AppendAsync("x"u8.ToArray()), file.SyncAsync, () => file.TruncateAsync(0), file.ReadAsync, file.TouchAsync })
            Should.Throw<IOException>(() => world.Do(operation())).Message.ShouldContain("input/output error");
        file.Length.ShouldBe(0);
    }

    [Fact]
    public void A_truncation_is_durable_with_the_next_sync_only()
    {
        var came = new HashSet<string>();
        for (var seed = 1UL; seed <= 60; seed++)
        {
            var world = new StorageWorld(seed);
            var file = world.Disk.Open("log");
            world.Do(file.AppendAsync("abcdef"u8.ToArray()));
            world.Do(file.SyncAsync());
            world.Do(file.TruncateAsync(4));
            world.Do(file.TruncateAsync(2));
            if (seed % 2 == 0) world.Do(file.SyncAsync());

            world.Disk.PowerLoss();

            if (seed % 2 == 0) Text(file.Content()).ShouldBe("ab");
            else came.Add(Text(file.Content()));
        }

        came.Order().ShouldBe(["ab", "abcdef"]);
    }

    [Fact]
    public void A_slow_disk_takes_so_many_times_as_long()
    {
        var (quick, slow) = (new StorageWorld(7), new StorageWorld(7));
        slow.Disk.Slowness = 100;

        TimeOf(slow).ShouldBe(TimeOf(quick) * 100, TimeSpan.FromMicroseconds(10));
    }

    private static TimeSpan TimeOf(StorageWorld world)
    {
        var started = world.Store.Time.Now();
        world.Do(world.Disk.Open("log").SyncAsync());
        return world.Store.Time.Now() - started;
    }

    private static string Text(byte[] bytes) => UTF8.GetString(bytes);
}
