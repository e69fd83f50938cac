using System.Globalization;
using Hanzo.Network.Node.Api.Bodies;
using Spectre.Console;

namespace Hanzo.Network.Node.Output;

internal static class DeviceTable
{
    public static void Write(Screen screen, DeviceBody device, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("What", "Value");
        Add(table, "Model", device.Model);
        Add(table, "Chip", device.Chip);
        AddProcessor(table, device, now);
        Add(table, "Memory", Memory(device));
        foreach (var gpu in device.Gpus) Add(table, "GPU", Gpu(gpu, now));
        Add(table, "TFLOPS", Words.Flops(device.Flops, now));
        if (device.Labels.Length > 0) Add(table, "Labels", string.Join(", ", device.Labels));
        Add(table, "Known by", device.Source);
        foreach (var note in device.Notes) Add(table, "Note", note);
        screen.Console.Write(table);
    }

    private static void AddProcessor(Table table, DeviceBody device, DateTimeOffset now)
    {
        if (device.Cpu?.Name is { } name && name != device.Chip) Add(table, "Processor", name);
        Add(table, "Cores", device.Cores?.ToString(CultureInfo.InvariantCulture) ?? "?");
        if (device.Cpu is not { } cpu) return;
        if (!cpu.Features.IsDefaultOrEmpty) Add(table, "Features", string.Join(' ', cpu.Features));
        if (cpu.Flops.Source is not null && cpu.Flops != device.Flops) Add(table, "Its TFLOPS", Words.Flops(cpu.Flops, now));
    }

    private static string Memory(DeviceBody device) => device.MemoryBandwidth is { } bandwidth
        ? string.Create(CultureInfo.InvariantCulture, $"{Words.Gigabytes(device.Memory)}, {bandwidth:0.#} GB/s")
        : Words.Gigabytes(device.Memory);

    private static string Gpu(GpuBody gpu, DateTimeOffset now)
    {
        var memory = gpu.Memory is null ? null : Words.Gigabytes(gpu.Memory);
        var driver = gpu.Driver is null ? null : $"driver {gpu.Driver}";
        var flops = $"TFLOPS {Words.Flops(gpu.Flops, now)}";
        return string.Join(", ", new[] { gpu.Name, gpu.Vendor, memory, driver, flops }.OfType<string>());
    }

    private static void Add(Table table, string what, string value) => table.AddRow(Markup.Escape(what), Markup.Escape(value));
}
