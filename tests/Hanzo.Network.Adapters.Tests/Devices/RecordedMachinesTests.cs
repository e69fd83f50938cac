using System.Text.Json;
using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Tests.Devices;

/// <summary>Every parser on what real machines said.</summary>
public sealed class RecordedMachinesTests
{
    /// <summary>Where each recording is cut off, besides at its line ends.</summary>
    private const int Cuts = 8;
    private const int MaxLineCuts = 24;

    public static TheoryData<string> Machines => [.. RecordedMachine.Names];

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task Is_found_as_it_is(string name)
    {
        var machine = new RecordedMachine(name);

        var device = await Probing.ProbeAsync(machine.Load(), machine.Platform);

        var expected = machine.Expected;
        if (expected.TryGetProperty("model", out var model)) device.Model.ShouldBe(model.GetString());
        if (expected.TryGetProperty("chip", out var chip)) device.Chip.ShouldBe(chip.GetString());
        if (expected.TryGetProperty("memory", out var memory)) device.MemoryMb.ShouldBe(Number(memory));
        if (expected.TryGetProperty("vram", out var vram)) device.VramMb.ShouldBe(Number(vram));
        if (expected.TryGetProperty("cpu", out var cpu)) Compare(cpu, device.Cpu!);
        if (expected.TryGetProperty("gpus", out var gpus)) Compare(gpus, device);
        if (expected.TryGetProperty("notes", out var notes)) Compare(notes, device.Notes);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task Whatever_is_cut_off_missing_or_garbage_costs_no_more_than_that(string name)
    {
        var machine = new RecordedMachine(name);
        var whole = machine.Load();
        foreach (var path in whole.Files.Keys)
            foreach (var text in Spoiled(whole.Files[path]))
                await StillAnswersAsync(machine, system => system.Files[path] = text);
        foreach (var command in whole.Commands.Keys)
            foreach (var text in Spoiled(whole.Commands[command].Text ?? ""))
                await StillAnswersAsync(machine, system => system.Commands[command] = new CommandOutput(text, null));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task Without_one_of_its_commands_the_rest_is_told(string name)
    {
        var machine = new RecordedMachine(name);
        foreach (var command in machine.Load().Commands.Keys)
        {
            var whole = machine.Load();
            whole.Commands.Remove(command);
            var without = await Probing.ProbeAsync(whole, machine.Platform);
            var broken = await StillAnswersAsync(
                machine, system => system.Commands[command] = new CommandOutput(null, $"{command} ended with code 1."));

            broken.Notes.ShouldContain($"{command} ended with code 1.");
            (broken with { Notes = [] }).ShouldBe(without with { Notes = [], Gpus = broken.Gpus, Cpu = broken.Cpu });
            broken.Gpus.ShouldBe(without.Gpus);
        }
    }

    private static async Task<DeviceCapabilities> StillAnswersAsync(RecordedMachine machine, Action<FakeSystem> spoil)
    {
        var system = machine.Load();
        spoil(system);
        var device = await Probing.ProbeAsync(system, machine.Platform);
        device.Model.Length.ShouldBeInRange(1, DeviceLimits.MaxNameLength);
        device.Chip.Length.ShouldBeInRange(1, DeviceLimits.MaxNameLength);
        device.Gpus.Length.ShouldBeLessThanOrEqualTo(DeviceLimits.MaxGpus);
        (device.MemoryMb ?? 1).ShouldBeInRange(1, DeviceLimits.MaxMemoryMb);
        (device.Cores ?? 1).ShouldBeInRange(1, DeviceLimits.MaxCores);
        return device;
    }

    private static IEnumerable<string> Spoiled(string text)
    {
        yield return "";
        yield return "\0\u0001:::\n: :\n,,,\n{[}]\n[\"\"]\n{\"a\":{\"b\":[null,1e999,{}]}}";
        yield return new string('9', 100_000);
        yield return text.Replace(":", "").Replace(",", "");
        yield return string.Concat(Enumerable.Repeat(text, Math.Max(1, SystemAccess.MaxText / Math.Max(1, text.Length))));
        for (var i = 1; i < Cuts; i++) yield return text[..(text.Length * i / Cuts)];
        var lines = text.Split('\n');
        foreach (var count in Enumerable.Range(1, lines.Length - 1).Where(count => count <= MaxLineCuts))
            yield return string.Join('\n', lines[..count]);
    }

    private static void Compare(JsonElement expected, CpuDevice cpu)
    {
        if (expected.TryGetProperty("name", out var name)) cpu.Name.ShouldBe(name.GetString());
        if (expected.TryGetProperty("cores", out var cores)) ((long?)cpu.Cores).ShouldBe(Number(cores));
        if (!expected.TryGetProperty("features", out var features)) return;
        foreach (var feature in features.EnumerateArray()) cpu.Features.ShouldContain(feature.GetString()!);
    }

    private static void Compare(JsonElement expected, DeviceCapabilities device)
    {
        var gpus = expected.EnumerateArray().ToArray();
        device.Gpus.Length.ShouldBe(gpus.Length);
        foreach (var (gpu, found) in gpus.Zip(device.Gpus))
        {
            if (gpu.TryGetProperty("name", out var name)) found.Name.ShouldBe(name.GetString());
            if (gpu.TryGetProperty("vendor", out var vendor)) found.Vendor.ShouldBe(vendor.GetString());
            if (gpu.TryGetProperty("memory", out var memory)) found.MemoryMb.ShouldBe(Number(memory));
            if (gpu.TryGetProperty("driver", out var driver)) found.Driver.ShouldBe(driver.GetString());
        }
    }

    private static void Compare(JsonElement expected, IReadOnlyCollection<string> notes)
    {
        if (expected.GetArrayLength() == 0) notes.ShouldAllBe(note => note.Contains("not in the table"));
        foreach (var part in expected.EnumerateArray()) notes.ShouldContain(note => note.Contains(part.GetString()!));
    }

    private static long? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt64();
}
