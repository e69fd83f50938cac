using System.CommandLine;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Enrolment;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Invites;
using Hanzo.Network.Node.Local;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Security.Invites;

namespace Hanzo.Network.Node.Commands;

/// <summary><c>hanzo join</c>: makes this machine part of a network that it was invited to, and runs a node as <c>hanzo up</c>.</summary>
internal static class JoinCommand
{
    private static readonly Argument<string> Code = new("CODE|PICTURE|-")
    {
        Description = "What 'hanzo invite' has printed, the file of its picture, or - for standard input.",
    };

    public static Command Create(CommandContext context)
    {
        var options = new SettingOptions();
        var child = new Option<bool>(UpCommand.ChildFlag) { Hidden = true };
        var command = new Command("join", "Become part of a network by an invite, and run a node until Ctrl-C; later 'hanzo up' does.")
        {
            Code, child,
        };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = context.Screen(parsed);
            var (text, problem) = await InviteText.ReadAsync(parsed.GetValue(Code)!, Console.In, cancellation);
            if (text is null) return screen.Failed("no_invite", problem!);
            var read = InviteCodec.Read(text, TimeProvider.System.GetUtcNow());
            if (read.Invite is not { } invite) return screen.Failed(CodeOf(read.Fault!.Value), read.Problem!);
            if (RuntimeName.TlsLack is { } lack)
                return screen.Failed("no_security", $"networks with invites are secured, and this hanzo cannot: {lack}.");
            var (flags, contradiction) = WithInvite(options.Read(parsed), context.Variables, invite);
            if (contradiction is not null) return screen.BadUsage(contradiction);
            var loaded = SettingLoader.Load(flags, context.Variables, File.ReadAllText, JoinedLayer.Read);
            if (loaded.Settings is not { } settings) return screen.BadUsage([.. loaded.Problems.Select(found => found.Message)]);
            if (settings is { IsSecured: false } or { Tls: not null })
                return screen.BadUsage("networks with invites are secured by keys of their own: join without --insecure and --tls-cert.");
            return await JoinAsync(invite, loaded.Values, settings, screen, cancellation) is { } nodeId
                ? await NodeRunner.RunAsync(settings with { NodeId = nodeId }, parsed.GetValue(child), screen, context.MoreServices)
                : ExitCode.Failed;
        });
        return command;
    }

    /// <returns>The node's id; null: it could not join, and the user was told.</returns>
    private static async Task<string?> JoinAsync(
        Invite invite, EffectiveSettings values, NodeSettings settings, Screen screen, CancellationToken cancellation)
    {
        try
        {
            var keys = JoinedLayer.KeysOf(values) ?? NetworkStore.DefaultFolder();
            var time = TimeProvider.System;
            var joining = new NetworkJoin(new NetworkStore(keys, time), DataRoot.Of(settings.DataRoot), time);
            var isLan = !System.Net.IPAddress.IsLoopback(settings.Bind);
            var joined = await screen.WaitAsync(
                $"asking to be let into network {invite.Network}", () => joining.JoinAsync(invite, settings.NodeId, isLan, cancellation));
            Tell(screen, joined);
            return joined.NodeId;
        }
        catch (JoiningException e)
        {
            screen.Failed(e.Code, e.Message);
        }
        catch (EnrolmentException e)
        {
            screen.Failed(e.Code, e.Message);
        }
        catch (Exception e) when (e is KeyStoreException or IOException or UnauthorizedAccessException)
        {
            screen.Failed("keys_unusable", e.Message);
        }

        return null;
    }

    private static void Tell(Screen screen, Joined joined)
    {
        var keys = joined.Folder.Keys;
        if (screen.Json)
        {
            var body = new JoinedBody("joined", keys.Network, keys.NetworkId, joined.NodeId, joined.Until, joined.SetAside);
            screen.WriteJson(body, ApiJson.Default.JoinedBody);
            return;
        }

        screen.Line($"joined network {keys.Network} as node {joined.NodeId}; from now on 'hanzo up' is enough here");
        if (joined.SetAside is { } aside) screen.Line($"  note    this machine's own network '{keys.Network}' was set aside: {aside}");
    }

    /// <summary>What the invite says counts as if it had been given as flags, where nothing else was.</summary>
    private static (SettingLayer Flags, string? Contradiction) WithInvite(
        SettingLayer flags, IReadOnlyDictionary<string, string> variables, Invite invite)
    {
        const string origin = "the invite";
        var said = new EffectiveSettings(flags, SettingLayer.FromVariables(variables));
        if (said[SettingCatalog.Network] is { Text.Length: > 0 } network && network.Text != invite.Network)
            return (flags, $"{network.Origin} '{network.Text}': the invite is to network '{invite.Network}'.");
        flags = flags.With(SettingCatalog.Network, invite.Network, origin);
        if (!IsSaid(SettingCatalog.Seeds))
            flags = flags.With(SettingCatalog.Seeds, string.Join(',', invite.Nodes), origin);
        Setting[] places = [SettingCatalog.Lan, SettingCatalog.Bind, SettingCatalog.Profile, SettingCatalog.Config];
        if (!places.Any(IsSaid) && !invite.Enrolment.All(address => address.IsLoopback))
            flags = flags.With(SettingCatalog.Lan, SettingReader.On, origin);
        return (flags, null);

        bool IsSaid(Setting setting) => said[setting].Text.Length > 0;
    }

    private static string CodeOf(InviteFault fault) => fault switch
    {
        InviteFault.Expired => EnrolmentRefusal.ExpiredInvite,
        InviteFault.Mistyped => "mistyped_invite",
        InviteFault.NewerVersion => "newer_invite",
        _ => "not_an_invite",
    };
}
