using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Tests.Devices;

/// <summary>The table of chips against the names that tools gave.</summary>
public sealed class RecordedFlopsTests
{
    // Several chips go by one name, or by none that is sold.
    private static readonly string[] Ambiguous =
    [
        "AMD INSTINCT MI200 (MCM) OAM LC MBA HPE C2", "AMD Radeon RX 480 / 580 Series", "Radeon R9 FURY / NANO Series",
        "Radeon RX 6800/6800 XT / 6900 XT",
    ];

    [Fact]
    public async Task Every_recorded_gpu_has_figures_but_those_whose_name_is_several_chips()
    {
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in RecordedMachine.Names)
        {
            var machine = new RecordedMachine(name);
            var device = await Probing.ProbeAsync(machine.Load(), machine.Platform);
            unknown.UnionWith(device.Gpus.Where(gpu => gpu.Flops == Flops.Unknown).Select(gpu => gpu.Name));
        }

        unknown.ShouldBe(Ambiguous);
    }
}
