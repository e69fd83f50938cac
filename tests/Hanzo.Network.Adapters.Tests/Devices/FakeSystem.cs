using Hanzo.Network.Adapters.Devices;

namespace Hanzo.Network.Adapters.Tests.Devices;

/// <summary>A machine made of texts.</summary>
internal sealed class FakeSystem : ISystemAccess
{
    public Dictionary<string, string> Files { get; } = [];
    public Dictionary<string, CommandOutput> Commands { get; } = [];

    public string? ReadText(string path) => Files.GetValueOrDefault(path);

    public Task<CommandOutput> RunAsync(string command, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        Task.FromResult(Commands.GetValueOrDefault(command, CommandOutput.NotInstalled));
}
