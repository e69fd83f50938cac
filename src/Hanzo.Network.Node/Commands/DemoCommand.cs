using System.CommandLine;

namespace Hanzo.Network.Node.Commands;

internal static class DemoCommand
{
    public static Command Create(CommandContext context) => new("demo", context.ToString());
}
