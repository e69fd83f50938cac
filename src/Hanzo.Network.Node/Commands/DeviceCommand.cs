using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Local;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Commands;

internal static class DeviceCommand
{
    public static Command Create(CommandContext context)
    {
        var settings = new SettingFlags(
            (SettingCatalog.Device, "Check and show this device file instead."),
            (SettingCatalog.FlopsTable, SettingCatalog.FlopsTable.Help),
            (SettingCatalog.Data, SettingCatalog.Data.Help),
            (SettingCatalog.Config, "The node's file of settings, for its device file, table and data."));
        var command = new Command("device", "What this device can do, as far as it can be detected and measured.");
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = context.Screen(parsed);
            var (written, wrong) = settings.Read(parsed, context.Variables);
            if (!wrong.IsEmpty) return screen.BadUsage([.. wrong]);
            string? Filled(Setting setting) => written[setting].Text is { Length: > 0 } text ? text : null;
            var (table, wrongTable) = NodeInputs.LoadTable(Filled(SettingCatalog.FlopsTable));
            if (!wrongTable.IsEmpty) return screen.BadUsage([.. wrongTable]);
            var data = DataRoot.Of(Filled(SettingCatalog.Data));
            var (device, problems) = Filled(SettingCatalog.Device) is { } file
                ? NodeInputs.LoadDevice(file, table)
                : (await screen.WaitAsync(
                    "looking at the device", () => NetworkRegistration.DescribeDeviceAsync(data, table, cancellation)), []);
            if (device is null) return screen.BadUsage([.. problems]);

            var body = DeviceBody.From(device);
            if (screen.Json) screen.WriteJson(body, ApiJson.Default.DeviceBody);
            else DeviceTable.Write(screen, body, TimeProvider.System.GetUtcNow());
            return ExitCode.Ok;
        });
        return command;
    }
}
