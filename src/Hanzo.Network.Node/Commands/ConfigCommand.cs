using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Commands;

internal static class ConfigCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new SettingOptions();
        var command = new Command("config", "Each setting of 'up', its value and where that comes from.");
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var screen = context.Screen(parsed);
            var loaded = SettingLoader.Load(options.Read(parsed), context.Variables, File.ReadAllText, JoinedLayer.Read);
            Write(screen, loaded);
            return loaded.Problems.Length == 0
                ? ExitCode.Ok
                : screen.BadUsage([.. loaded.Problems.Select(problem => problem.Message)]);
        });
        return command;
    }

    private static void Write(Screen screen, LoadedSettings loaded)
    {
        var rows = SettingCatalog.All
            .Select(setting => (setting, value: loaded.Values[setting]))
            .Select(row => new SettingBody(row.setting.Name, row.setting.Shown(row.value.Text), row.value.Origin));
        if (screen.Json) screen.WriteJson(new SettingsBody([.. rows]), ApiJson.Default.SettingsBody);
        else SettingsTable.Write(screen, rows);
    }
}
