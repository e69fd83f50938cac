using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Output;

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

    public static Command Create(CommandContext context)
    {
        var command = new Command("device", "What this device can do, as far as it can be detected.") { File, Table };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = context.Screen(parsed);
            var (table, wrongTable) = NodeInputs.LoadTable(parsed.GetValue(Table));
            if (!wrongTable.IsEmpty) return screen.BadUsage([.. wrongTable]);
            var (device, problems) = parsed.GetValue(File) is { } file
                ? NodeInputs.LoadDevice(file)
                : (await screen.WaitAsync("looking at the device", () => NetworkRegistration.ProbeDeviceAsync(table, cancellation)), []);
            if (device is null) return screen.BadUsage([.. problems]);

            var body = DeviceBody.From(device);
            if (screen.Json) screen.WriteJson(body, ApiJson.Default.DeviceBody);
            else DeviceTable.Write(screen, body, TimeProvider.System.GetUtcNow());
            return ExitCode.Ok;
        });
        return command;
    }
}
