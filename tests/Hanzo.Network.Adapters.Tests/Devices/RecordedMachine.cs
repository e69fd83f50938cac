using System.Text.Json;
using System.Text.RegularExpressions;
using Hanzo.Network.Adapters.Devices;

namespace Hanzo.Network.Adapters.Tests.Devices;

/// <summary>One folder of <c>Recorded</c>; its README says what is in it.</summary>
internal sealed partial class RecordedMachine
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Devices", "Recorded");
    private readonly string _folder;

    public RecordedMachine(string name)
    {
        _folder = Path.Combine(Root, name);
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "machine.json")));
        Expected = expected.RootElement.Clone();
    }

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)).Order();

    public JsonElement Expected { get; }

    public Platform Platform => Expected.GetProperty("os").GetString() switch
    {
        "linux" => DeviceProbes.Linux,
        "macos" => DeviceProbes.Mac,
        "windows" => DeviceProbes.Windows,
        var other => throw new InvalidDataException($"{_folder}: there is no system '{other}'."),
    };

    public FakeSystem Load()
    {
        var system = new FakeSystem();
        foreach (var (path, text) in Texts("files")) system.Files[$"/{path}"] = text;
        foreach (var (name, text) in Texts("commands"))
        {
            var command = Path.GetFileNameWithoutExtension(name);
            system.Commands[command] = name.EndsWith(".fail", StringComparison.Ordinal)
                ? new CommandOutput(null, Failure(command, text))
                : new CommandOutput(text, null);
        }

        return system;
    }

    private static string Failure(string command, string text)
    {
        var code = ExitLine().Match(text);
        return ProbeNotes.Failed(
            command, code.Success ? int.Parse(code.Groups[1].Value) : 1, ProbeNotes.Said(code.Success ? text[..code.Index] : text));
    }

    private IEnumerable<(string Path, string Text)> Texts(string part)
    {
        var folder = Path.Combine(_folder, part);
        if (!Directory.Exists(folder)) return [];
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file)));
    }

    [GeneratedRegex(@"^exit (\d+)\s*\z", RegexOptions.Multiline)]
    private static partial Regex ExitLine();
}
