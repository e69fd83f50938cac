using System.Diagnostics;
using Xunit.Abstractions;

namespace Hanzo.Network.Node.Tests.Processes;

[Collection(ProcessCollection.Name)]
public sealed class IdleTests(ITestOutputHelper output) : IAsyncLifetime
{
    // What an idle node may use is 120 MB and 1 % of a core; the bounds leave room for debug builds and busy machines.
    private const long MaxResidentKilobytes = 180 * 1024;
    private const double MaxCpu = 0.06;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    /// <summary>On a busy machine, what a start still compiles in the background takes longer than <see cref="Settling"/>.</summary>
    private const int Measurements = 4;

    private readonly TestNetwork _network = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [LinuxFact]
    public async Task An_idle_node_needs_little()
    {
        var node = await _network.StartAsync("one");
        using var settled = new PeriodicTimer(Settling);
        await settled.WaitForNextTickAsync();

        var cpu = await CpuAsync(node.Process.Pid);
        for (var more = 1; more < Measurements && cpu >= MaxCpu; more++) cpu = await CpuAsync(node.Process.Pid);
        var resident = LinuxProcess.ResidentKilobytes(node.Process.Pid);

        output.WriteLine($"{HanzoBuild.Runtime}: {resident / 1024} MB resident, {cpu:P1} of a core");
        resident.ShouldBeLessThan(MaxResidentKilobytes);
        cpu.ShouldBeLessThan(MaxCpu);
    }

    /// <summary>The share of a core that a process uses from now on, for <see cref="Measured"/>.</summary>
    private static async Task<double> CpuAsync(int pid)
    {
        var (start, before) = (Stopwatch.GetTimestamp(), LinuxProcess.CpuTime(pid));
        using var measured = new PeriodicTimer(Measured);
        await measured.WaitForNextTickAsync();
        return (LinuxProcess.CpuTime(pid) - before) / Stopwatch.GetElapsedTime(start);
    }
}
