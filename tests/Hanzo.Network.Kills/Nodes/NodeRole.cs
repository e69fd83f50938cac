using Hanzo.Network.Node.Commands;
using Hanzo.Network.Node.Demo;

namespace Hanzo.Network.Kills.Nodes;

/// <summary>This program as hanzo, with one more agent whose tools leave their effects in a folder.</summary>
internal static class NodeRole
{
    public const string Command = "node";

    public static Task<int> RunAsync(EffectFolder effects, string[] arguments) => HanzoCli.RunAsync(
        arguments, CommandContext.OfProcess() with { MoreServices = services => WorkAgent.AddTo(services, effects) });

    public static ChildProgram ProgramWith(EffectFolder effects) => new(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(NodeRole).Assembly.Location, Command, effects.Path]);
}
