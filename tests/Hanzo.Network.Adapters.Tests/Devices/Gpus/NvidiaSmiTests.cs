using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Devices.Gpus;

namespace Hanzo.Network.Adapters.Tests.Devices.Gpus;

public sealed class NvidiaSmiTests
{
    [Fact]
    public void Columns_are_found_by_the_header()
    {
        var gpu = NvidiaSmi.Parse(
            "index, driver_version, pci.bus_id, name, memory.total [MiB]\n"
            + "0, 535.129.03, 00000000:3B:00.0, NVIDIA A100-SXM4-80GB, 81920 MiB\n").Gpus.ShouldHaveSingleItem();

        gpu.ShouldBe(new FoundGpu("NVIDIA A100-SXM4-80GB", "NVIDIA") { MemoryMb = 81920, Driver = "535.129.03", Bus = "0000:3b:00.0" });
    }

    [Fact]
    public void Without_header_the_columns_are_name_and_memory() =>
        NvidiaSmi.Parse("NVIDIA GeForce RTX 3090, 24576\r\nNVIDIA GeForce RTX 3090, 24576 MiB\r\n").Gpus
            .ShouldBe(Enumerable.Repeat(new FoundGpu("NVIDIA GeForce RTX 3090", "NVIDIA") { MemoryMb = 24576 }, 2));

    [Theory]
    [InlineData("[N/A]", "N/A")]
    [InlineData("[Not Supported]", "Not Supported")]
    [InlineData("[Unknown Error]", "Unknown Error")]
    public void A_figure_that_is_not_told_is_unknown_and_a_note(string cell, string reason)
    {
        var found = NvidiaSmi.Parse($"name, memory.total [MiB], driver_version\nNVIDIA X, {cell}, [N/A]\n");

        found.Gpus.ShouldBe([new FoundGpu("NVIDIA X", "NVIDIA")]);
        found.Notes.ShouldBe([$"nvidia-smi does not tell the memory of NVIDIA X ({reason})."]);
    }

    [Fact]
    public void A_gpu_that_is_lost_costs_only_itself() =>
        NvidiaSmi.Parse(
            "name, memory.total [MiB]\nUnable to determine the device handle for GPU 0000:0A:00.0: GPU is lost.\nNVIDIA L4, 23034 MiB\n")
            .Gpus.ShouldHaveSingleItem().Name.ShouldBe("NVIDIA L4");

    [Theory]
    [InlineData("No devices were found\n", "nvidia-smi said something else than expected: No devices were found")]
    [InlineData("", "nvidia-smi said nothing.")]
    [InlineData("garbage\n,,,\n", "nvidia-smi said something else than expected: garbage")]
    public void What_is_no_list_is_a_note(string text, string note)
    {
        var found = NvidiaSmi.Parse(text);

        found.Gpus.ShouldBeEmpty();
        found.Notes.ShouldBe([note]);
    }

    [Theory]
    [InlineData("utilization.gpu [%]\n7 %\n93 %\n", 0.93)]
    [InlineData("utilization.gpu [%]\n[N/A]\n", null)]
    [InlineData("No devices were found", null)]
    public async Task The_load_is_that_of_the_busiest(string text, double? load)
    {
        var system = new FakeSystem();
        system.Commands["nvidia-smi"] = new CommandOutput(text, null);

        (await NvidiaSmi.LoadAsync(system, CancellationToken.None)).ShouldBe(load);
    }
}
