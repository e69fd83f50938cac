using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Output;
using Spectre.Console;

namespace Hanzo.Network.Node.Demo;

internal static class DemoTables
{
    public static void WriteNodes(Screen screen, ImmutableSortedDictionary<string, DeviceBody> nodes)
    {
        var table = NewTable("Node", "Plays", "Memory", "VRAM", "FP16 TFLOPS");
        foreach (var (id, device) in nodes)
        {
            var (memory, video) = (Words.Gigabytes(device.Memory), Words.VideoMemory(device));
            Add(table, id, Words.Device(device), memory, video, Words.Tflops(device.Flops.Fp16));
        }
        screen.Console.Write(table);
    }

    public static void WriteRuns(Screen screen, ImmutableArray<DemoRunBody> runs)
    {
        var table = NewTable("Asked at", "Agent", "Prompt", "Ran on", "Answer", "Why").ShowRowSeparators();
        foreach (var run in runs) Add(table, run.AskedAt, run.Agent, run.Prompt, run.Node ?? "no node", run.Answer, run.Why);
        screen.Console.Write(table);
    }

    public static void WriteKills(Screen screen, DemoChaosBody chaos)
    {
        var table = NewTable("Kill", "Node", "After", "Went on at", "Failover", "Effects reused", "Effects repeated", "Run");
        foreach (var kill in chaos.Kills)
            Add(
                table, Number(kill.Kill), kill.Node, Milliseconds(kill.AfterMs), kill.WentOnAt, Milliseconds(kill.FailoverMs),
                Number(kill.EffectsReused), Number(kill.EffectsRepeated), kill.Status);
        screen.Console.Write(table);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(double? value) =>
        value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0} ms") : "-";

    private static Table NewTable(params string[] columns) => new Table().Border(TableBorder.Rounded).AddColumns(columns);

    private static void Add(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);
}
