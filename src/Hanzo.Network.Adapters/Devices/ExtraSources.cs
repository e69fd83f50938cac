using System.Collections.Immutable;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>Sources out of packages. Which there are is decided by the runtime that this is built for: see the project file.</summary>
internal static partial class ExtraSources
{
    public static readonly ImmutableArray<DeviceSource> All = Collect();

    private static ImmutableArray<DeviceSource> Collect()
    {
        var sources = ImmutableArray.CreateBuilder<DeviceSource>();
        AddPackaged(sources);
        return sources.ToImmutable();
    }

    static partial void AddPackaged(ImmutableArray<DeviceSource>.Builder sources);
}
