using System.CommandLine;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Commands;

/// <summary><c>hanzo network …</c>: the networks whose keys are on this machine. No node needs to run.</summary>
internal static class NetworkCommand
{
    private const string DefaultName = "default";
    private const string Unusable = "keys_unusable";

    private static readonly Argument<string> Name = new("NAME")
    {
        Description = $"The network; {DefaultName} unless given.", DefaultValueFactory = _ => DefaultName,
    };

    public static Command Create(CommandContext context) => new("network", "The networks whose keys are on this machine.")
    {
        Make(context), List(context), Show(context),
    };

    private static Command Make(CommandContext context) => Of(
        context,
        new Command("create", "Make a network: its keys, and the authority that lets nodes in.") { Name },
        (store, screen, parsed) =>
        {
            var (folder, isNew) = store.Create(parsed.GetValue(Name)!);
            var body = new CreatedNetworkBody(folder.Keys.Network, folder.Keys.NetworkId, folder.Path, isNew);
            if (screen.Json) screen.WriteJson(body, ApiJson.Default.CreatedNetworkBody);
            else screen.Line($"network {body.Network} ({body.NetworkId}) {(isNew ? "was created" : "is here already")}: {body.Folder}");
            return ExitCode.Ok;
        });

    private static Command List(CommandContext context) => Of(
        context, new Command("list", "List them."), (store, screen, _) =>
        {
            var body = new NetworksBody(store.Folder, [.. store.List().Select(KeyReport.Of)]);
            if (screen.Json) screen.WriteJson(body, ApiJson.Default.NetworksBody);
            else KeyTables.WriteList(screen, body);
            return ExitCode.Ok;
        });

    private static Command Show(CommandContext context) => Of(
        context, new Command("show", "What is on this machine of one of them.") { Name }, (store, screen, parsed) =>
        {
            var name = parsed.GetValue(Name)!;
            if (store.Find(name) is not { } folder)
                return screen.Failed("unknown_network", $"the keys of network '{name}' are not in {store.Folder}.");
            var body = KeyReport.Of(folder);
            if (screen.Json) screen.WriteJson(body, ApiJson.Default.NetworkKeysBody);
            else KeyTables.WriteOne(screen, body);
            return ExitCode.Ok;
        });

    private static Command Of(CommandContext context, Command command, Func<NetworkStore, Screen, ParseResult, int> work)
    {
        var settings = new SettingFlags(
            (SettingCatalog.Keys, SettingCatalog.Keys.Help), (SettingCatalog.Config, "The file of settings, for its folder of keys."));
        settings.AddTo(command);
        command.SetAction(parsed =>
        {
            var screen = context.Screen(parsed);
            var (written, problems) = settings.Read(parsed, context.Variables);
            if (!problems.IsEmpty) return screen.BadUsage([.. problems]);
            try
            {
                var folder = written[SettingCatalog.Keys].Text;
                return work(NodeTrust.StoreOf(folder.Length > 0 ? folder : null), screen, parsed);
            }
            catch (KeyStoreException e)
            {
                return screen.Failed(Unusable, e.Message);
            }
        });
        return command;
    }
}
