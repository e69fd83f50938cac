using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Xunit.Abstractions;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary><c>hanzo device</c> as a process of its own, on the machine that the tests run on.</summary>
[Collection(ProcessCollection.Name)]
public sealed class DeviceProcessTests(ITestOutputHelper output) : IDisposable
{
    private const string CpuInfo = "/proc/cpuinfo";
    private const string GroupLimit = "/sys/fs/cgroup/memory.max";
    private const int LaterStarts = 3;

    // A first start is to take 3 s, later ones 0.3 s; the ceilings leave room for debug builds and busy machines.
    private static readonly TimeSpan FirstStart = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LaterStart = TimeSpan.FromSeconds(1.5);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hanzo-test-");

    public void Dispose() => _data.Delete(recursive: true);

    [LinuxFact]
    public async Task It_tells_what_proc_tells_and_what_it_has_measured_once()
    {
        var (first, firstTook) = await LookAsync();
        var later = new List<TimeSpan>();
        for (var start = 0; start < LaterStarts; start++)
        {
            var (again, took) = await LookAsync();
            (again.Cpu!.Flops, again.MemoryBandwidth).ShouldBe((first.Cpu!.Flops, first.MemoryBandwidth), "from the cache");
            later.Add(took);
        }

        output.WriteLine($"{HanzoBuild.Runtime}: first {firstTook.TotalSeconds:0.00} s, then {later.Min().TotalSeconds:0.00} s");
        first.Source.ShouldBe("detected");
        first.Memory.ShouldNotBeNull().ShouldBeInRange(Math.Min(MemoryMb(), GroupMb()) * 95 / 100, MemoryMb());
        first.Cores.ShouldBe(Environment.ProcessorCount);
        if (CpuName() is { } name) first.Cpu!.Name.ShouldBe(name);
        var flops = first.Cpu!.Flops;
        flops.Source.ShouldBe("measured");
        new[] { flops.Fp32, flops.Fp16, flops.Int8 }.ShouldAllBe(figure => figure > 0);
        flops.At.ShouldNotBeNull();
        first.MemoryBandwidth.ShouldNotBeNull().ShouldBeGreaterThan(0);
        firstTook.ShouldBeLessThan(FirstStart);
        later.Min().ShouldBeLessThan(LaterStart);
    }

    private async Task<(DeviceBody Device, TimeSpan Took)> LookAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var (code, transcript) = await HanzoProcess.RunAsync("device", "--json", "--data", _data.FullName);
        var took = Stopwatch.GetElapsedTime(began);
        code.ShouldBe(0, transcript);
        return (JsonSerializer.Deserialize(transcript, ApiJson.Default.DeviceBody)!, took);
    }

    /// <summary>Of the machine; a container may have less.</summary>
    private static long MemoryMb()
    {
        var line = File.ReadLines("/proc/meminfo").First(line => line.StartsWith("MemTotal:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Of the container, if one bounds it.</summary>
    private static long GroupMb() =>
        File.Exists(GroupLimit) && long.TryParse(File.ReadAllText(GroupLimit), CultureInfo.InvariantCulture, out var bytes)
            ? bytes / (1024 * 1024)
            : long.MaxValue / 100;

    /// <summary>Null where the kernel tells numbers in its place, as on ARM.</summary>
    private static string? CpuName() =>
        File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
