using System.Collections.Immutable;

namespace Hanzo.Network.Adapters.Devices;

internal static partial class ExtraSources
{
    static partial void AddPackaged(ImmutableArray<DeviceSource>.Builder sources) =>
        sources.Add(DeviceSource.Of(HardwareInfoSource.Name, _ => HardwareInfoSource.Look()));
}
