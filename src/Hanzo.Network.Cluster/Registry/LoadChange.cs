using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>Which differences of a node's load the others should hear of; the rest is noise.</summary>
internal static class LoadChange
{
    /// <summary>Of the share of processors, memory or GPU in use.</summary>
    public const double Share = 0.05;

    /// <summary>Of what runs achieve, relative.</summary>
    public const double Speed = 0.05;

    public static bool IsNoticeable(LoadReport told, LoadReport now) =>
        told.Noted != now.Noted || Runs(told.Load) != Runs(now.Load)
        || Differ(told.Load.Cpu, now.Load.Cpu) || Differ(told.Load.Memory, now.Load.Memory) || Differ(told.Load.Gpu, now.Load.Gpu)
        || IsBusy(told.Load) != IsBusy(now.Load)
        || !SameSlots(told.Busy, now.Busy)
        || !SameSpeeds(told.Load.Speeds, now.Load.Speeds);

    private static (int Active, int Queued, int Capacity) Runs(NodeLoad load) => (load.ActiveRuns, load.QueuedRuns, load.Capacity);

    private static bool Differ(double? one, double? other) =>
        one is { } a && other is { } b ? Math.Abs(a - b) >= Share : one is not null || other is not null;

    /// <summary>A small step across this line changes what others decide.</summary>
    private static bool IsBusy(NodeLoad load) => load.Cpu >= NodeScore.BusyCpu;

    private static bool SameSlots(ImmutableSortedSet<string>? one, ImmutableSortedSet<string>? other) =>
        one is null || other is null ? one is null && other is null : one.SetEquals(other);

    private static bool SameSpeeds(ImmutableArray<RunSpeed> one, ImmutableArray<RunSpeed> other) =>
        one.Length == other.Length && one.All(speed => other.Any(its => IsSame(speed, its)));

    private static bool IsSame(RunSpeed one, RunSpeed other) =>
        one.Agent == other.Agent && one.Model == other.Model && Math.Abs(one.Seconds - other.Seconds) <= Speed * one.Seconds;
}
