using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Health;
using Hanzo.Network.Joining;
using Hanzo.Network.Models;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Keys;
using Hanzo.Network.Routing;
using Hanzo.Network.State;
using Hanzo.Network.Tools.Http;
using Known = Hanzo.Network.Node.Settings.SettingCatalog;

namespace Hanzo.Network.Node.Settings;

/// <summary>Checks every value and reports all that is wrong at once.</summary>
internal static class NodeSettingsBinder
{
    /// <param name="topology">Null: none given.</param>
    public static NodeSettings Bind(
        EffectiveSettings values, string profile, Topology? topology, ApiKeys keys, ImmutableArray<SettingProblem>.Builder problems)
    {
        var read = new SettingReader(values, problems);
        var insecure = read.Switch(Known.Insecure);
        var tls = Tls(read);
        var isSafe = tls?.Verify ?? RuntimeName.TlsLack is null;
        var settings = new NodeSettings
        {
            Network = read.NetworkName(Known.Network),
            NodeId = read.NodeId(Known.NodeId),
            CountsUp = values[Known.NodeId].Origin.StartsWith(JoinedLayer.Origin, StringComparison.Ordinal),
            ListenPort = read.Port(Known.ListenPort, least: 0),
            BroadcastPort = read.Port(Known.BroadcastPort, least: 1),
            HttpPort = read.Port(Known.HttpPort, least: 0),
            JoinPort = read.Port(Known.JoinPort, least: 0),
            Bind = ReachableAddress(read, Known.Bind, insecure || isSafe, Exposure.OfRemoting(tls is not null)),
            HttpBind = ReachableAddress(
                read, Known.HttpBind, insecure || read.Switch(Known.HttpOpen) || keys.AreAsked, Exposure.OfHttp),
            Advertise = HostOrAddress(read, Known.Advertise),
            Interface = read.Text(Known.Interface),
            InterfaceTypes = InterfaceTypes(read),
            DataRoot = read.Text(Known.Data),
            Journal = read.Read(Known.Journal, JournalSetting.Auto, JournalSetting.Allowed, JournalSetting.Parse),
            JournalPatience = read.Time(Known.JournalPatience, NetworkOptions.DefaultJournalPatience, NetworkOptions.MaxJournalPatience),
            HealthInterval = read.ReadOr(
                Known.HealthInterval, HealthTimings.Default.Interval, "1 to 300 s, such as 5s or 1m", text =>
                    TimeText.Parse(text) is { } time && time >= HealthTimings.Least && time <= HealthTimings.Most ? time : null),
            Retention = Retention(read),
            Agents = values[Known.Agents].Text,
            Roads = RoadSettings.Bind(read),
            Topology = topology,
            DeviceFile = read.Text(Known.Device),
            Capacity = read.Number(Known.Capacity, least: 1, most: NetworkOptions.MaxCapacity),
            FlopsTableFile = read.Text(Known.FlopsTable),
            ModelsFile = read.Text(Known.Models),
            ModelUrl = read.Read<Uri?>(
                Known.ModelUrl, null, ModelsFile.AllowedUrl, text => (ModelsFile.TryReadUrl(text, out var url), url)),
            Model = read.Text(Known.Model),
            ModelKeyFile = read.Text(Known.ModelKeyFile),
            ModelServers = Servers(read),
            ToolsRoot = read.Text(Known.ToolsRoot),
            HttpHosts = Hosts(read),
            HttpPrivate = read.Switch(Known.ToolsHttpPrivate),
            Router = Router(read),
            McpFile = read.Text(Known.McpFile),
            Profile = profile,
            ConfigFile = read.Text(Known.Config),
            LogLevels = read.Read(Known.LogLevel, LogLevels.Quiet, LogLevels.Allowed, text =>
                (LogLevels.Parse(text) is not null, LogLevels.Parse(text)!)),
            JsonLogs = read.Read(Known.LogFormat, false, "text or json", text => (text is "text" or "json", text == "json")),
            ApiKeys = keys,
            KeysFolder = read.Text(Known.Keys),
            Tls = tls,
            Insecure = insecure,
        };
        if (settings is { ModelsFile: not null, ModelUrl: not null }
            && !Known.ModelUrl.OtherVariables.Contains(values[Known.ModelUrl].Origin))
            read.Refuse(Known.ModelUrl, $"{Known.Models.Flag} names all providers; give the address there");
        if (settings.Advertise is not null && settings.Bind.Equals(IPAddress.Loopback))
            read.Refuse(Known.Advertise, $"nobody can dial it while {Known.Bind.Flag} is 127.0.0.1; give the address to listen on as well");
        return settings;
    }

    private static TlsFiles? Tls(SettingReader read)
    {
        var verify = read.Switch(Known.VerifyPeers);
        Setting[] settings = [Known.TlsCert, Known.TlsKey, Known.TlsCa];
        if (settings.All(setting => read.Text(setting) is null))
        {
            if (!verify) read.Refuse(Known.VerifyPeers, $"only with {Known.TlsCert.Flag}; hanzo's own certificates are always asked for");
            return null;
        }

        foreach (var missing in settings.Where(setting => read.Text(setting) is null))
            read.Refuse(missing, $"{string.Join(", ", settings.Select(setting => setting.Flag))} belong together");
        if (RuntimeName.TlsLack is { } lack) read.Refuse(Known.TlsCert, lack);
        return new TlsFiles(read.Text(Known.TlsCert) ?? "", read.Text(Known.TlsKey) ?? "", read.Text(Known.TlsCa) ?? "", verify);
    }

    private static HistoryRetention Retention(SettingReader read)
    {
        var usual = HistoryRetention.Default;
        var every = read.Number(Known.SnapshotEvery, HistoryRetention.LeastSnapshotEvery, HistoryRetention.MostSnapshotEvery);
        var keep = read.Time(Known.KeepEvents, usual.KeepEvents, HistoryRetention.LongestKeepEvents);
        return new HistoryRetention(every ?? usual.SnapshotEvery, keep)
        {
            KeepSessions = read.TimeOrNone(
                Known.KeepSessions, HistoryRetention.LeastKeepSessions, HistoryRetention.LongestKeepSessions),
        };
    }

    private static ImmutableArray<string> InterfaceTypes(SettingReader read)
    {
        var types = read.Parts(Known.InterfaceType);
        if (types.Any(type => !LinkPriority.Words.Contains(type)))
            read.Refuse(Known.InterfaceType, $"a list of {string.Join(", ", LinkPriority.Words)}");
        return types;
    }

    private static string? Router(SettingReader read) => read.Read<string?>(
        Known.Router, null, $"it must be one of {RouterPlan.AllowedNames}, or a router file, whose name ends in {NodeInputs.JsonSuffix}",
        text => (NodeInputs.IsFile(text) || RouterPlan.Named(text) is not null, text));

    private static ImmutableArray<ModelServer> Servers(SettingReader read)
    {
        var servers = read.ReadOr<ImmutableArray<ModelServer>>(Known.ModelServers, [], ModelServer.AllowedForm, ModelServer.ParseList);
        return read.Switch(Known.NoModelProbe) ? [] : servers;
    }

    private static HostList Hosts(SettingReader read)
    {
        var hosts = HostList.Parse(read.Parts(Known.ToolsHttpHosts));
        if (hosts is null) read.Refuse(Known.ToolsHttpHosts, $"at most {HostList.Most} entries, {HostList.AllowedForm}");
        return hosts ?? HostList.None;
    }

    private static IPAddress ReachableAddress(SettingReader read, Setting setting, bool mayBeReached, string exposure)
    {
        var address = read.Address(setting);
        if (!IPAddress.IsLoopback(address) && !mayBeReached) read.Refuse(setting, exposure);
        return address;
    }

    private static string? HostOrAddress(SettingReader read, Setting setting) => read.Read<string?>(
        setting, null, $"HOST or HOST:PORT, the port from 1 to {IPEndPoint.MaxPort}", text => (NodeAddress.IsHostOrAddress(text), text));
}
