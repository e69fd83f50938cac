using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Devices;
using Hanzo.Network.Tests;

namespace Hanzo.Network.Adapters.Tests.Devices;

public sealed class OtherProbeTests
{
    [Fact]
    public void A_mac_tells_its_model_chip_memory_and_cores()
    {
        var device = MacDeviceProbe.Parse(new CommandOutput("Mac15,12\nApple M3\n17179869184\n8\n", null));

        (device.Model, device.Chip, device.MemoryMb, device.Cores).ShouldBe(("Mac15,12", "Apple M3", 16384, 8));
        device.Flops.ShouldBe(new Flops(3.55, 7.10, 14.20) { Source = FigureSource.Table });
        device.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_mac_without_sysctl_is_unknown()
    {
        var device = MacDeviceProbe.Parse(CommandOutput.NotInstalled);

        (device.Model, device.Chip, device.MemoryMb).ShouldBe(("Mac", "unknown", null));
        device.Notes.ShouldContain("sysctl is not installed.");
    }

    [Fact]
    public async Task This_machine_answers_with_its_true_figures()
    {
        var probe = DeviceProbes.ForThisMachine(new ManualTime());

        var device = await probe.ProbeAsync(CancellationToken.None);
        var load = probe.ReadLoad();

        device.Cores.ShouldBe(Environment.ProcessorCount);
        device.MemoryMb!.Value.ShouldBeGreaterThan(128);
        device.Chip.ShouldNotBeNullOrWhiteSpace();
        load.Memory.ShouldBeInRange(0.01, 1);
    }

    [Fact]
    public async Task A_command_that_is_not_installed_is_no_problem() =>
        (await new SystemAccess(new ManualTime()).RunAsync("no-such-command-here", [], CancellationToken.None))
            .ShouldBe(CommandOutput.NotInstalled);

    [Fact]
    public async Task A_command_that_hangs_is_ended_at_its_limit()
    {
        if (OperatingSystem.IsWindows()) return;
        var time = new ManualTime();
        var running = new SystemAccess(time).RunAsync("sleep", ["600"], CancellationToken.None);

        time.Advance(SystemAccess.Limit);

        var output = await running.WaitAsync(TimeSpan.FromSeconds(10));
        output.Text.ShouldBeNull();
        output.Problem.ShouldBe("sleep did not answer within 3 s.");
    }

    [Fact]
    public async Task A_command_that_fails_says_its_code()
    {
        if (OperatingSystem.IsWindows()) return;
        var output = await new SystemAccess(new ManualTime()).RunAsync("false", [], CancellationToken.None);

        output.Problem.ShouldBe("false ended with code 1.");
    }

    [Fact]
    public async Task A_command_that_writes_without_end_is_ended()
    {
        if (OperatingSystem.IsWindows()) return;
        var output = await new SystemAccess(new ManualTime()).RunAsync("yes", [], CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(10));

        output.Problem.ShouldBe("yes wrote more than 262144 characters.");
    }

    [Fact]
    public void A_missing_file_is_null() => new SystemAccess(new ManualTime()).ReadText("/no/such/file").ShouldBeNull();
}
