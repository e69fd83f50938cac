using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Devices.Linux;

namespace Hanzo.Network.Adapters.Tests.Devices.Linux;

public sealed class CgroupTests
{
    private readonly FakeSystem _system = new();

    [Theory]
    [InlineData("/sys/fs/cgroup/memory.max", "max\n", null)]
    [InlineData("/sys/fs/cgroup/memory.max", "2147483648\n", 2048L)]
    [InlineData("/sys/fs/cgroup/memory.max", "9223372036854771712\n", null)]
    [InlineData("/sys/fs/cgroup/memory.max", "lots\n", null)]
    [InlineData("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n", null)]
    [InlineData("/sys/fs/cgroup/memory/memory.limit_in_bytes", "536870912\n", 512L)]
    public void Memory_may_be_limited_by_either_version(string path, string text, long? megabytes)
    {
        _system.Files[path] = text;

        Cgroup.Look(_system).MemoryLimitMb.ShouldBe(megabytes);
    }

    [Theory]
    [InlineData("max 100000\n", null)]
    [InlineData("200000 100000\n", 2)]
    [InlineData("150000 100000\n", 2)]
    [InlineData("50000 100000\n", 1)]
    [InlineData("200000\n", null)]
    [InlineData("1 0\n", null)]
    public void A_part_of_a_core_counts_as_one(string text, int? cores)
    {
        _system.Files["/sys/fs/cgroup/cpu.max"] = text;

        Cgroup.Look(_system).CoreLimit.ShouldBe(cores);
    }

    [Theory]
    [InlineData("-1\n", null)]
    [InlineData("300000\n", 3)]
    public void The_first_version_writes_quota_and_period_apart(string quota, int? cores)
    {
        _system.Files["/sys/fs/cgroup/cpu/cpu.cfs_quota_us"] = quota;
        _system.Files["/sys/fs/cgroup/cpu/cpu.cfs_period_us"] = "100000\n";

        Cgroup.Look(_system).CoreLimit.ShouldBe(cores);
    }

    [Theory]
    [InlineData("0-3,8", 5)]
    [InlineData("7", 1)]
    [InlineData("3-0", null)]
    [InlineData("a-b", null)]
    public void The_cores_it_is_bound_to_are_a_limit_too(string list, int? cores)
    {
        _system.Files["/proc/self/status"] = $"Name:\tx\nCpus_allowed_list:\t{list}\n";

        Cgroup.Look(_system).CoreLimit.ShouldBe(cores);
    }

    [Fact]
    public void A_service_is_limited_by_its_own_group_and_by_those_above()
    {
        _system.Files["/proc/self/cgroup"] = "0::/system.slice/hanzo.service\n";
        _system.Files["/sys/fs/cgroup/system.slice/hanzo.service/memory.max"] = "max\n";
        _system.Files["/sys/fs/cgroup/system.slice/memory.max"] = "1073741824\n";
        _system.Files["/sys/fs/cgroup/system.slice/hanzo.service/cpu.max"] = "400000 100000\n";

        var found = Cgroup.Look(_system);

        found.MemoryLimitMb.ShouldBe(1024);
        found.CoreLimit.ShouldBe(4);
    }

    [Fact]
    public async Task Limits_below_what_the_machine_has_are_what_counts_and_are_told()
    {
        _system.Files["/proc/cpuinfo"] = "processor : 0\n\nprocessor : 1\n\nprocessor : 2\n\nprocessor : 3\n";
        _system.Files["/proc/meminfo"] = "MemTotal: 8388608 kB\n";
        _system.Files["/sys/fs/cgroup/memory.max"] = "2147483648\n";
        _system.Files["/sys/fs/cgroup/cpu.max"] = "200000 100000\n";

        var device = await Probing.ProbeAsync(_system, DeviceProbes.Linux);

        device.MemoryMb.ShouldBe(2048);
        device.Cores.ShouldBe(2);
        device.Notes.ShouldContain("memory is limited to 2048 of 8192 MB by the container.");
        device.Notes.ShouldContain("this process may use 2 of 4 cores.");
    }
}
