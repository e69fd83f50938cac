using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Devices.Linux;
using Hanzo.Network.Devices;
using Hanzo.Network.Tests;

namespace Hanzo.Network.Adapters.Tests.Devices.Linux;

public sealed class LinuxLoadTests
{
    private readonly FakeSystem _system = new();
    private readonly ManualTime _time = new();

    [Fact]
    public void Load_is_what_happened_since_the_last_look()
    {
        _system.Files["/proc/meminfo"] = "MemTotal: 1000 kB\nMemAvailable: 250 kB\n";
        _system.Files["/proc/stat"] = "cpu  100 0 100 800 0 0 0 0 0 0\n";
        var load = new LinuxLoad(_system, _time);
        load.Read().ShouldBe(new DeviceLoad(0, 0.75));

        _system.Files["/proc/stat"] = "cpu  150 0 110 820 20 0 0 0 0 0\n";
        _time.Advance(TimeSpan.FromSeconds(1));
        load.Read().Cpu.ShouldBe(0.6, 1e-9);
    }

    [Fact]
    public void Load_is_not_read_more_often_than_it_means_something()
    {
        _system.Files["/proc/stat"] = "cpu  0 0 0 0 0 0 0 0\n";
        var load = new LinuxLoad(_system, _time);
        _system.Files["/proc/stat"] = "cpu  10 0 0 0 0 0 0 0\n";
        _time.Advance(CpuMeter.Interval / 2);

        load.Read().Cpu.ShouldBe(0);

        _time.Advance(CpuMeter.Interval);
        load.Read().Cpu.ShouldBe(1);
    }

    [Fact]
    public void Memory_of_a_container_is_used_against_its_limit()
    {
        _system.Files["/proc/meminfo"] = "MemTotal: 1000000 kB\nMemAvailable: 900000 kB\n";
        _system.Files["/sys/fs/cgroup/memory.max"] = "102400000\n";
        _system.Files["/sys/fs/cgroup/memory.current"] = "51200000\n";

        new LinuxLoad(_system, _time).Read().Memory.ShouldBe(0.5, 1e-9);
    }

    [Theory]
    [InlineData("\0:::\n: :\ncpu x y z a b c\n")]
    [InlineData("")]
    [InlineData("cpu 1 2")]
    public void Garbage_is_no_load(string text)
    {
        _system.Files["/proc/stat"] = text;
        _system.Files["/proc/meminfo"] = text;

        new LinuxLoad(_system, _time).Read().ShouldBe(new DeviceLoad(0, 0));
    }
}
