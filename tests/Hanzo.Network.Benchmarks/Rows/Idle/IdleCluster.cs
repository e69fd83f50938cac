using System.Diagnostics;
using Hanzo.Network.Benchmarks.Processes;
using Hanzo.Network.Benchmarks.Processes.Roles;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Idle;

internal sealed class IdleCluster() : Row("idle", "memory and processor time of an idle process with a one-node cluster and a region")
{
    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        await using var node = Child.Start(IdleNode.RoleName);
        var collector = (await node.ExpectAsync(IdleNode.Ready, RowOptions.Patience)).Text;
        await WaitAsync(options.IdleTime / 2);
        var (cpu, at) = (ProcessUsage.CpuTime(node.Pid), Stopwatch.GetTimestamp());
        await WaitAsync(options.IdleTime / 2);
        var used = ProcessUsage.CpuTime(node.Pid) - cpu;
        var load = used / Stopwatch.GetElapsedTime(at) * 100;
        var resident = ProcessUsage.ResidentMebibytes(node.Pid);
        var heap = (await node.AskAsync(IdleNode.Settle, IdleNode.Settled)).Text;
        return
        [
            new Figure("idle node", resident, Unit.Mebibytes, collector),
            new Figure("idle node, collected", ProcessUsage.ResidentMebibytes(node.Pid), Unit.Mebibytes, heap),
            new Figure("idle node, processor", load, Unit.Percent, "of one core"),
        ];
    }

    private static Task WaitAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
