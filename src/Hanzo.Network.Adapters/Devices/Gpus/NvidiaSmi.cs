using System.Collections.Immutable;
using Hanzo.Network.Adapters.Devices.Linux;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices.Gpus;

/// <summary>NVIDIA's own tool, the same on Linux and Windows.</summary>
internal static class NvidiaSmi
{
    public const string Command = "nvidia-smi";
    public static readonly string[] Arguments = ["--query-gpu=name,memory.total,driver_version,pci.bus_id", "--format=csv"];
    public static readonly string[] LoadArguments = ["--query-gpu=utilization.gpu", "--format=csv"];

    // Where it is when it is not on the search path: Windows' part of WSL, and old drivers of Windows.
    private static readonly string[] OtherPlaces =
        ["/usr/lib/wsl/lib/nvidia-smi", @"C:\Program Files\NVIDIA Corporation\NVSMI\nvidia-smi.exe"];

    public static async Task<Finding> LookAsync(ISystemAccess system, CancellationToken cancellation)
    {
        var output = await RunAsync(system, Arguments, cancellation);
        if (output.Text is not null) return Parse(output.Text);
        if (output.Problem is not null) return Finding.Note(output.Problem);
        return Surroundings.IsWsl(system)
            ? Finding.Note($"WSL shows GPUs of NVIDIA only, and {Command} is not installed.")
            : Finding.Nothing;
    }

    /// <summary>Of the busiest, 0 to 1; null when it does not tell.</summary>
    public static async Task<double?> LoadAsync(ISystemAccess system, CancellationToken cancellation) =>
        Csv((await RunAsync(system, LoadArguments, cancellation)).Text).Select(row => Lines.Number(row("utilization.gpu"))).Max() / 100.0;

    public static Finding Parse(string text)
    {
        var gpus = ImmutableArray.CreateBuilder<FoundGpu>();
        var notes = ImmutableArray.CreateBuilder<string>();
        foreach (var row in Csv(text).Take(DeviceLimits.MaxGpus))
        {
            if (Known(row("name")) is not { } name) continue;
            var gpu = new FoundGpu(name, GpuVendors.Nvidia)
            {
                MemoryMb = Lines.Number(row("memory.total")),
                Driver = Known(row("driver_version")),
                Bus = Pci.Bus(row("pci.bus_id")),
            };
            gpus.Add(gpu);
            if (gpu.MemoryMb is null && !GpuVendors.IsIntegrated(gpu))
                notes.Add($"{Command} does not tell the memory of {name}{Reason(row("memory.total"))}.");
        }

        if (gpus.Count == 0) notes.Add(ProbeNotes.NotUnderstood(Command, text));
        return new Finding { Gpus = gpus.ToImmutable(), Notes = notes.ToImmutable() };
    }

    private static async Task<CommandOutput> RunAsync(ISystemAccess system, string[] arguments, CancellationToken cancellation)
    {
        var output = CommandOutput.NotInstalled;
        foreach (var place in OtherPlaces.Prepend(Command))
        {
            output = await system.RunAsync(place, arguments, cancellation);
            if (output.IsInstalled) break;
        }

        return output;
    }

    /// <summary>
    /// Rows by column. The header may carry units (<c>memory.total [MiB]</c>); without header the columns are name and
    /// memory. Sentences between the rows, such as of a GPU that is lost, are no rows.
    /// </summary>
    private static IEnumerable<Func<string, string?>> Csv(string? text)
    {
        string[]? columns = null;
        foreach (var line in Lines.Of(text))
        {
            var cells = line.Split(',', StringSplitOptions.TrimEntries);
            if (IsHeader(cells)) columns = [.. cells.Select(cell => cell.Split(' ')[0].ToLowerInvariant())];
            else if (columns is null ? IsNameAndMemory(cells) : cells.Length == columns.Length && cells[0].Length > 0)
            {
                var known = columns ?? ["name", "memory.total"];
                yield return column => Array.IndexOf(known, column) is >= 0 and var index ? cells[index] : null;
            }
        }
    }

    private static bool IsHeader(string[] cells) =>
        Array.Exists(cells, cell => cell is "name" or "gpu_name" || cell.StartsWith("utilization.gpu", StringComparison.Ordinal));

    private static bool IsNameAndMemory(string[] cells) =>
        cells.Length == 2 && cells[0].Length > 0 && (Lines.Number(cells[1]) is not null || cells[1].StartsWith('['));

    private static string? Known(string? cell) =>
        Lines.Clean(cell) is { } text && !text.StartsWith('[') && text is not ("N/A" or "Unknown Error") ? text : null;

    private static string Reason(string? cell) => Lines.Clean(cell) is { } text ? $" ({text.Trim('[', ']')})" : "";
}
