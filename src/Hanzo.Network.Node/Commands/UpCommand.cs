using System.CommandLine;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Commands;

internal static class UpCommand
{
    /// <summary>Hidden: started by another hanzo process; ends when standard input does, and leaves no data.</summary>
    public const string ChildFlag = "--child";

    public static Command Create(CommandContext context)
    {
        var options = new SettingOptions();
        var child = new Option<bool>(ChildFlag) { Hidden = true };
        var command = new Command("up", "Run a node until Ctrl-C.") { child };
        options.AddTo(command);
        command.SetAction(async parsed =>
        {
            var screen = context.Screen(parsed);
            var loaded = SettingLoader.Load(options.Read(parsed), context.Variables, File.ReadAllText, JoinedLayer.Read);
            return loaded.Settings is null
                ? screen.BadUsage([.. loaded.Problems.Select(problem => problem.Message)])
                : await NodeRunner.RunAsync(loaded.Settings, parsed.GetValue(child), screen, context.MoreServices);
        });
        return command;
    }
}
