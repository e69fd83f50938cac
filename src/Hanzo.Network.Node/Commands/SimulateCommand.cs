using System.CommandLine;
using System.Reflection;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

/// <summary>
/// The command of the simulation, which is a part of hanzo only on the embedded runtime: it is found by name, and loaded only for
/// who asks for it.
/// </summary>
internal static class SimulateCommand
{
    public const string NotHere = "simulation needs the embedded runtime; this hanzo was built with Akka.NET.";
    private const string Name = "simulate";
    private const string Entry = "Hanzo.Network.Simulation.Replay.SimulateProgram, Hanzo.Network.Simulation";
    private const string Method = "CreateCommand";

    public static Command Create(string[] arguments, CommandContext context) =>
        (arguments.Contains(Name) ? Find(context) : null) ?? Missing(context);

    private static Command? Find(CommandContext context)
    {
        Type[] parameters = [typeof(Option<bool>), typeof(TextWriter), typeof(TextWriter)];
        var method = Type.GetType(Entry, throwOnError: false)?.GetMethod(Method, BindingFlags.Public | BindingFlags.Static, parameters);
        var create = method?.CreateDelegate<Func<Option<bool>, TextWriter, TextWriter, Command>>();
        return create?.Invoke(CommandContext.Json, context.Output, context.Error);
    }

    private static Command Missing(CommandContext context)
    {
        var command = new Command(Name, "Simulate a whole network with faults from a seed, and judge it.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(parsed => context.Screen(parsed).BadUsage(NotHere));
        return command;
    }
}
