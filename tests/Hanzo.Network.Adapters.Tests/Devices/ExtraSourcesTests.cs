using Hanzo.Network.Adapters.Devices;

namespace Hanzo.Network.Adapters.Tests.Devices;

public sealed class ExtraSourcesTests
{
    /// <summary>None where the runtime needs no packages.</summary>
    [Fact]
    public async Task Sources_out_of_packages_tell_of_this_machine()
    {
        foreach (var source in ExtraSources.All)
        {
            var found = await source.LookAsync(new SystemAccess(TimeProvider.System), CancellationToken.None);

            found.Cores.ShouldNotBeNull(source.Name);
            found.MemoryMb!.Value.ShouldBeGreaterThan(128, source.Name);
        }
    }
}
