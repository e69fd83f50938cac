using System.CommandLine;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Invites;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Security.Invites;

namespace Hanzo.Network.Node.Commands;

/// <summary><c>hanzo invite</c>: a code, as text and picture, that lets one machine in.</summary>
internal static class InviteCommand
{
    private static readonly Option<string?> Valid = new("--valid")
    {
        Description = "How long the code can be used, 10s to 7d; 15m unless given.", HelpName = "TIME",
    };

    private static readonly Option<string?> Png = new("--png") { Description = "Write the picture to this file too.", HelpName = "FILE" };

    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command("invite", "Make a code that lets one other machine become part of the network.") { Valid, Png };
        nodes.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!IsAllowed(result.GetValue(Valid)))
                result.AddError(
                    $"{Valid.Name} '{result.GetValue(Valid)}' is not allowed; allowed: a time from 10s to 7d, such as 15m or 1h.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var screen = context.Screen(parsed);
            var valid = TimeText.Parse(parsed.GetValue(Valid)) ?? Invite.UsuallyValid;
            var invite = await new InviteClient(node).InviteAsync(valid, cancellation);
            if (parsed.GetValue(Png) is { } file && Save(file, invite.Code) is { } problem)
                return screen.Failed("cannot_write", problem);
            if (screen.Json) screen.WriteJson(invite, ApiJson.Default.InviteBody);
            else Write(screen, invite, valid, parsed.GetValue(Png));
            return ExitCode.Ok;
        });
        return command;
    }

    private static bool IsAllowed(string? text) =>
        text is null || (TimeText.Parse(text) is { } time && time >= Invite.LeastValid && time <= Invite.MostValid);

    private static string? Save(string file, string code)
    {
        try
        {
            File.WriteAllBytes(file, QrPicture.Png(code));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"--png: {file} cannot be written: {e.Message}";
        }
    }

    private static void Write(Screen screen, InviteBody invite, TimeSpan valid, string? file)
    {
        screen.Qr(QrPicture.Lines(invite.Code, isDarkOnLight: screen.IsTerminal));
        screen.Line("");
        screen.Line($"hanzo join {invite.Code}");
        screen.Line("");
        if (file is not null) screen.Line($"The picture is in {file}: hanzo join {file}");
        screen.Line(
            $"Run this on the other machine within {valid:g}. It lets one machine into network '{invite.Network}', once; "
            + $"whoever has it can, so show it to nobody else. It is asked for at {string.Join(", ", invite.Addresses)}.");
    }
}
