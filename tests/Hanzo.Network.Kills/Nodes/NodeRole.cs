using System.Runtime.InteropServices;
using Hanzo.Network.Node.Children;
using Hanzo.Network.Node.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hanzo.Network.Kills.Nodes;

/// <summary>This program as hanzo, with one more agent whose tools leave their effects in a folder.</summary>
internal static class NodeRole
{
    public const string Command = "node";

    public static async Task<int> RunAsync(EffectFolder effects, string[] arguments)
    {
        // Ctrl-C is for all processes of the terminal; what becomes of this one is the campaign's to say, by its standard input.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);
        return await HanzoCli.RunAsync(arguments, CommandContext.OfProcess() with { MoreServices = services => AddTo(services, effects) });
    }

    public static ChildProgram ProgramWith(EffectFolder effects) => new(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(NodeRole).Assembly.Location, Command, effects.Path]);

    private static void AddTo(IServiceCollection services, EffectFolder effects)
    {
        services.AddSingleton<IHostLifetime, Unsignalled>();
        WorkAgent.AddTo(services, effects);
    }

    private sealed class Unsignalled : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
