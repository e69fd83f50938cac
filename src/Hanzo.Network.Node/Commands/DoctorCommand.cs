using System.CommandLine;
using System.Globalization;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Doctoring;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Commands;

internal static class DoctorCommand
{
    private const string NoNode = "no_node";
    private const int MaxPort = 65_535;

    // As the profile 'home' has them.
    private const string Beacons = "5678";
    private const int Remoting = 5681;
    private const int Http = 5680;

    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var port = new SettingFlags((SettingCatalog.BroadcastPort, "Where no node runs: the port to look at."));
        var command = new Command(
            "doctor",
            "What keeps this node from others, and what to do next; looks by itself where no node runs. Exit code 1: a problem was found.");
        nodes.AddTo(command);
        port.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = context.Screen(parsed);
            var (written, problems) = port.Read(parsed, context.Variables);
            if (!problems.IsEmpty) return screen.BadUsage([.. problems]);
            var text = written[SettingCatalog.BroadcastPort].Text is { Length: > 0 } given ? given : Beacons;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > MaxPort)
                return screen.BadUsage($"{SettingCatalog.BroadcastPort.Flag} '{text}' is not allowed; it must be 1 to {MaxPort}.");
            var doctor = await ExamineAsync(screen, nodes, parsed, context, number, cancellation);
            if (screen.Json) screen.WriteJson(doctor, ApiJson.Default.DoctorBody);
            else DoctorText.Write(screen, doctor);
            return doctor.Healthy ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<DoctorBody> ExamineAsync(
        Screen screen, NodeOptions nodes, ParseResult parsed, CommandContext context, int port, CancellationToken cancellation)
    {
        try
        {
            using var node = nodes.Connect(parsed, context.Variables);
            return await node.GetDoctorAsync(cancellation);
        }
        catch (NodeClientException e) when (e.Code == NoNode)
        {
            var facts = await screen.WaitAsync(
                "looking at the network", () => LocalLook.TakeAsync(port, [Remoting, Http], TimeProvider.System, cancellation));
            return DoctorBody.From(facts);
        }
    }
}
