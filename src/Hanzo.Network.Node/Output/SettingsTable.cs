using Hanzo.Network.Node.Api.Bodies;
using Spectre.Console;

namespace Hanzo.Network.Node.Output;

internal static class SettingsTable
{
    public static void Write(Screen screen, IEnumerable<SettingBody> settings)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Setting", "Value", "From");
        foreach (var setting in settings)
            table.AddRow(Markup.Escape(setting.Name), Markup.Escape(setting.Value), Markup.Escape(setting.Origin));
        screen.Console.Write(table);
    }
}
