using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Devices;
using Hanzo.Network.Tests;

namespace Hanzo.Network.Adapters.Tests.Devices;

public sealed class DeviceProbeTests
{
    [Fact]
    public async Task Sources_that_hang_cost_the_limit_once_and_nothing_else()
    {
        var time = new ManualTime();
        var never = new TaskCompletionSource<Finding>();
        var asked = new CountdownEvent(3);
        DeviceSource Hanging(string name) => new(name, (_, _) =>
        {
            asked.Signal();
            return never.Task;
        });
        var platform = new Platform("box", [Hanging("one"), Told, Hanging("two"), Hanging("three")]);
        var probing = Probing.Of(new FakeSystem(), platform, time).ProbeAsync(CancellationToken.None);
        asked.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();

        var device = await PassAsync(probing, time, hanging: 3);

        time.GetElapsedTime(0).ShouldBe(SystemAccess.Limit);
        device.CpuName().ShouldBe("A Processor");
        device.Notes.Where(note => note.EndsWith(" did not answer within 3 s.")).ShouldBe(
            ["one did not answer within 3 s.", "two did not answer within 3 s.", "three did not answer within 3 s."]);
    }

    [Fact]
    public async Task A_source_that_blocks_its_thread_costs_no_more_than_one_that_waits()
    {
        var time = new ManualTime();
        using var end = new ManualResetEventSlim();
        using var asked = new ManualResetEventSlim();
        var blocking = DeviceSource.Of("a stuck driver", _ =>
        {
            asked.Set();
            end.Wait(TimeSpan.FromSeconds(30));
            return Finding.Nothing;
        });
        var probing = Probing.Of(new FakeSystem(), new Platform("box", [blocking, Told]), time).ProbeAsync(CancellationToken.None);
        asked.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();

        var device = await PassAsync(probing, time, hanging: 1);

        device.CpuName().ShouldBe("A Processor");
        device.Notes.ShouldContain("a stuck driver did not answer within 3 s.");
        end.Set();
    }

    [Fact]
    public async Task However_many_sources_hold_their_threads_all_others_are_asked_at_once()
    {
        const int Stuck = 60;
        var time = new ManualTime();
        using var end = new ManualResetEventSlim();
        using var asked = new CountdownEvent(Stuck);
        var blocking = DeviceSource.Of("a stuck driver", _ =>
        {
            asked.Signal();
            end.Wait(TimeSpan.FromSeconds(30));
            return Finding.Nothing;
        });
        var platform = new Platform("box", [.. Enumerable.Repeat(blocking, Stuck), Told]);
        var probing = Probing.Of(new FakeSystem(), platform, time).ProbeAsync(CancellationToken.None);

        // The pool would add a thread or two a second.
        asked.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        (await PassAsync(probing, time, hanging: Stuck)).CpuName().ShouldBe("A Processor");
        end.Set();
    }

    [Fact]
    public async Task A_source_that_fails_is_a_note()
    {
        var platform = new Platform("box", [DeviceSource.Of("a broken one", _ => throw new InvalidOperationException("it broke")), Told]);

        var device = await Probing.ProbeAsync(new FakeSystem(), platform);

        device.CpuName().ShouldBe("A Processor");
        device.Notes.ShouldContain("a broken one: it broke");
    }

    [Fact]
    public async Task The_first_source_that_tells_counts()
    {
        var platform = new Platform("box", [Told, DeviceSource.Of("later", _ => new Finding { CpuName = "Another", Model = "A Model" })]);

        var device = await Probing.ProbeAsync(new FakeSystem(), platform);

        (device.CpuName(), device.Model).ShouldBe(("A Processor", "A Model"));
    }

    [Fact]
    public async Task Absurd_figures_are_unknown()
    {
        var platform = new Platform("box", [DeviceSource.Of("liar", _ => new Finding
        {
            MemoryMb = long.MaxValue, Cores = 1_000_000, Gpus = [new FoundGpu("NVIDIA X", "NVIDIA") { MemoryMb = -5 }],
        })]);

        var device = await Probing.ProbeAsync(new FakeSystem(), platform);

        (device.MemoryMb, device.Cores, device.Gpus[0].MemoryMb).ShouldBe((null, null, null));
    }

    [Fact]
    public async Task Who_stops_waiting_is_not_held()
    {
        using var stop = new CancellationTokenSource();
        var platform = new Platform("box", [new DeviceSource("hanging", (_, _) => new TaskCompletionSource<Finding>().Task)]);
        var probing = Probing.Of(new FakeSystem(), platform).ProbeAsync(stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => probing.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task This_machine_answers_with_its_true_figures()
    {
        var probe = DeviceProbes.ForThisMachine(TimeProvider.System);

        var device = await probe.ProbeAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        var load = probe.ReadLoad();

        device.Cores.ShouldBe(Environment.ProcessorCount);
        device.MemoryMb!.Value.ShouldBeGreaterThan(128);
        device.Cpu!.Name.ShouldNotBeNullOrWhiteSpace();
        device.Chip.ShouldNotBeNullOrWhiteSpace();
        load.Memory.ShouldBeInRange(0.01, 1);
    }

    private static DeviceSource Told => DeviceSource.Of("a good one", _ => new Finding { CpuName = "A Processor" });

    /// <summary>Lets the limit pass when the sources that answer have answered, which ends their timers.</summary>
    private static async Task<DeviceCapabilities> PassAsync(Task<DeviceCapabilities> probing, ManualTime time, int hanging)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (time.Pending != hanging) await timer.WaitForNextTickAsync(deadline.Token);
        probing.IsCompleted.ShouldBeFalse();
        time.Advance(SystemAccess.Limit);
        return await probing.WaitAsync(TimeSpan.FromSeconds(10));
    }
}

internal static class DeviceExtensions
{
    public static string? CpuName(this DeviceCapabilities device) => device.Cpu?.Name;
}
