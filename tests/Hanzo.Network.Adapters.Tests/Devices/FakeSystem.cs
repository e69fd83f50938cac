using System.Collections.Immutable;
using Hanzo.Network.Adapters.Devices;

namespace Hanzo.Network.Adapters.Tests.Devices;

/// <summary>A machine made of texts. A folder is what the paths of files say.</summary>
internal sealed class FakeSystem : ISystemAccess
{
    public Dictionary<string, string> Files { get; } = [];
    public Dictionary<string, CommandOutput> Commands { get; } = [];

    /// <summary>Commands that never end.</summary>
    public HashSet<string> Hanging { get; } = [];

    /// <summary>Commands and arguments, in the order they were run.</summary>
    public List<string> Ran { get; } = [];

    public string? ReadText(string path) => Files.GetValueOrDefault(path);

    public ImmutableArray<string> List(string folder) =>
    [
        .. Files.Keys.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal))
            .Select(path => path[(folder.Length + 1)..].Split('/')[0]).Distinct().Order(StringComparer.Ordinal),
    ];

    public async Task<CommandOutput> RunAsync(string command, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        lock (Ran) Ran.Add($"{command} {string.Join(' ', arguments)}");
        if (Hanging.Contains(command)) await new TaskCompletionSource().Task.WaitAsync(cancellation);
        return Commands.GetValueOrDefault(command, CommandOutput.NotInstalled);
    }
}
