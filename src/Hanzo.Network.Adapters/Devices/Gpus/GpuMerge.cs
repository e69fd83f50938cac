using System.Collections.Immutable;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices.Gpus;

/// <summary>One list of GPUs out of those of all sources, each GPU once.</summary>
internal static class GpuMerge
{
    /// <param name="sources">What each source tells, the most trustworthy first.</param>
    /// <returns>Cards before what is part of a processor, else in the order of the sources.</returns>
    public static ImmutableArray<FoundGpu> Merge(IEnumerable<ImmutableArray<FoundGpu>> sources)
    {
        var known = new List<FoundGpu>();
        foreach (var source in sources) Add(known, source);
        return [.. known.OrderBy(gpu => GpuVendors.IsIntegrated(gpu) ? 1 : 0).Take(DeviceLimits.MaxGpus)];
    }

    /// <summary>
    /// GPUs at the same place are one. Where a source does not tell places, a vendor's GPUs are those that are known of it
    /// already, in order: whoever told of them first is trusted to have told of all.
    /// </summary>
    private static void Add(List<FoundGpu> known, ImmutableArray<FoundGpu> source)
    {
        var before = known.Count;
        var paired = new HashSet<int>();
        foreach (var gpu in source)
        {
            var same = known.FindIndex(0, before, other => gpu.Bus is not null && other.Bus == gpu.Bus);
            if (same < 0 && gpu.Vendor is not null)
                same = Enumerable.Range(0, before).FirstOrDefault(i => !paired.Contains(i) && MayBeSame(known[i], gpu), -1);
            if (same >= 0)
            {
                paired.Add(same);
                known[same] = Fill(known[same], gpu);
            }
            else if (!known.Take(before).Any(other => MayBeSame(other, gpu)))
            {
                known.Add(gpu);
            }
        }
    }

    private static bool MayBeSame(FoundGpu one, FoundGpu other) =>
        one.Vendor == other.Vendor && (one.Vendor is not null || one.Name == other.Name) && (one.Bus is null || other.Bus is null)
        && (one.IsNameless || other.IsNameless || GpuVendors.IsIntegrated(one) == GpuVendors.IsIntegrated(other));

    private static FoundGpu Fill(FoundGpu first, FoundGpu second) => first with
    {
        Name = first.IsNameless ? second.Name : first.Name,
        IsNameless = first.IsNameless && second.IsNameless,
        MemoryMb = first.MemoryMb ?? second.MemoryMb,
        Driver = first.Driver ?? second.Driver,
        Bus = first.Bus ?? second.Bus,
    };
}
