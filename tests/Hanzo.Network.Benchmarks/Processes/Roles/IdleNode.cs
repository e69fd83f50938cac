using System.Globalization;
using System.Runtime;
using Hanzo.Network.Benchmarks.Actors;

namespace Hanzo.Network.Benchmarks.Processes.Roles;

/// <summary>A cluster of one node with a region, which nobody asks anything.</summary>
internal sealed class IdleNode() : Role(RoleName)
{
    public const string RoleName = "idle";
    public const string Ready = "ready";
    public const string Settle = "settle";
    public const string Settled = "settled";

    public override async Task RunAsync(ParentLine parent, string[] arguments)
    {
        var system = Systems.Cluster();
        await Clusters.JoinAsync(system);
        await Entities.StartRegionAsync(system);
        parent.Say($"{Ready} {GarbageCollector()}");
        await parent.ObeyAsync((command, _) =>
        {
            if (command != Settle) throw new InvalidOperationException($"this role knows no command '{command}'.");
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            var heap = GC.GetGCMemoryInfo();
            parent.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{Settled} heap {GC.GetTotalMemory(false) / 1024} KiB, committed {heap.TotalCommittedBytes / 1024} KiB"));
            return Task.CompletedTask;
        });
    }

    private static string GarbageCollector()
    {
        var settings = GC.GetConfigurationVariables();
        return $"{(GCSettings.IsServerGC ? "server" : "workstation")} GC, concurrent {settings.GetValueOrDefault("ConcurrentGC", "?")}";
    }
}
