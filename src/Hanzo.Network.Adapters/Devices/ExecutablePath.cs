namespace Hanzo.Network.Adapters.Devices;

/// <summary>Where a command is installed, found without starting anything.</summary>
internal static class ExecutablePath
{
    private const string PathVariable = "PATH";
    private static readonly string[] Endings = OperatingSystem.IsWindows() ? ["", ".exe"] : [""];

    /// <summary>Null when it is in no folder of the search path, or, given as a path, not there.</summary>
    public static string? Find(string command)
    {
        if (Path.IsPathRooted(command)) return File.Exists(command) ? command : null;
        var folders = Environment.GetEnvironmentVariable(PathVariable)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return (folders ?? [])
            .Where(Path.IsPathRooted)
            .SelectMany(folder => Endings.Select(ending => Path.Combine(folder, command + ending)))
            .FirstOrDefault(File.Exists);
    }
}
