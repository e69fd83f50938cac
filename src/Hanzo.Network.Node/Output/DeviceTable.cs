using System.Globalization;
using Hanzo.Network.Node.Api.Bodies;
using Spectre.Console;

namespace Hanzo.Network.Node.Output;

internal static class DeviceTable
{
    public static void Write(Screen screen, DeviceBody device)
    {
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("What", "Value");
        Add(table, "Model", device.Model);
        Add(table, "Chip", device.Chip);
        Add(table, "Cores", device.Cores?.ToString(CultureInfo.InvariantCulture) ?? "?");
        Add(table, "Memory", Words.Gigabytes(device.Memory));
        foreach (var gpu in device.Gpus) Add(table, "GPU", $"{gpu.Name}, {Words.Gigabytes(gpu.Memory)}");
        var (fp32, fp16, int8) = (device.Flops.Fp32, device.Flops.Fp16, device.Flops.Int8);
        Add(table, "TFLOPS", $"fp32 {Words.Tflops(fp32)}, fp16 {Words.Tflops(fp16)}, int8 {Words.Tflops(int8)}");
        if (device.Labels.Length > 0) Add(table, "Labels", string.Join(", ", device.Labels));
        Add(table, "Known by", device.Source);
        foreach (var note in device.Notes) Add(table, "Note", note);
        screen.Console.Write(table);
    }

    private static void Add(Table table, string what, string value) => table.AddRow(Markup.Escape(what), Markup.Escape(value));
}
