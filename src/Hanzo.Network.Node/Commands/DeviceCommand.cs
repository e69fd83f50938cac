using System.CommandLine;
using Hanzo.Network.Devices;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Local;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Commands;

internal static class DeviceCommand
{
    private static readonly Option<string?> File = new("--device")
    {
        Description = "Check and show this device file instead.",
        HelpName = "FILE.json",
    };

    private static readonly Option<string?> Table = new("--flops-table")
    {
        Description = "Throughput of chips, besides and over what comes with this version.",
        HelpName = "FILE.json",
    };

    private static readonly Option<string?> Data = new(SettingCatalog.Data.Flag)
    {
        Description = SettingCatalog.Data.Help,
        HelpName = SettingCatalog.Data.Value,
    };

    public static Command Create(CommandContext context)
    {
        var command = new Command("device", "What this device can do, as far as it can be detected and measured.")
        {
            File, Table, Data,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = context.Screen(parsed);
            var (table, wrongTable) = NodeInputs.LoadTable(parsed.GetValue(Table));
            if (!wrongTable.IsEmpty) return screen.BadUsage([.. wrongTable]);
            var (device, problems) = parsed.GetValue(File) is { } file
                ? NodeInputs.LoadDevice(file, table)
                : (await screen.WaitAsync("looking at the device", () => LookAsync(parsed, context, table, cancellation)), []);
            if (device is null) return screen.BadUsage([.. problems]);

            var body = DeviceBody.From(device);
            if (screen.Json) screen.WriteJson(body, ApiJson.Default.DeviceBody);
            else DeviceTable.Write(screen, body, TimeProvider.System.GetUtcNow());
            return ExitCode.Ok;
        });
        return command;
    }

    private static Task<DeviceCapabilities> LookAsync(
        ParseResult parsed, CommandContext context, FlopsTable table, CancellationToken cancellation)
    {
        var data = parsed.GetValue(Data) ?? context.Variables.GetValueOrDefault(SettingCatalog.Data.Variable);
        return NetworkRegistration.DescribeDeviceAsync(DataRoot.Of(data is { Length: > 0 } ? data : null), table, cancellation);
    }
}
