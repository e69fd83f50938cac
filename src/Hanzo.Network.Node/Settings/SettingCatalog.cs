using System.Collections.Immutable;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;
using Hanzo.Network.Routing;

namespace Hanzo.Network.Node.Settings;

/// <summary>Every setting of a node. What their values may be is checked by <see cref="NodeSettingsBinder"/>.</summary>
internal static class SettingCatalog
{
    public static readonly Setting Network = new("network", "NAME", "The network to be part of.") { Aliases = ["--network-id"] };
    public static readonly Setting NodeId = new("node-id", "ID", "Unique in the network; the host's name by default.");
    public static readonly Setting ListenPort = new("listen-port", "PORT", "TCP port for other nodes; a busy one gives way to the next.");
    public static readonly Setting BroadcastPort = new("broadcast-port", "PORT", "UDP port of beacons, the same on all nodes.");
    public static readonly Setting HttpPort = new("http-port", "PORT", "Port of HTTP API and page; a busy one gives way to the next.");
    public static readonly Setting JoinPort = new(
        "join-port", "PORT", "TCP port at which machines with an invite are let in; a busy one gives way to the next.");

    public static readonly Setting Bind = new("bind", "ADDRESS", "Address that other nodes reach this one at.");
    public static readonly Setting Lan = new("lan", null, "The profile 'lan': reachable for other machines.") { SelectsLayers = true };
    public static readonly Setting HttpBind = new("http-bind", "ADDRESS", "Address of HTTP API and page.");
    public static readonly Setting Advertise =
        new("advertise", "HOST[:PORT]", "What other nodes are told to dial, behind NAT or in containers.");

    public static readonly Setting Interface =
        new("interface", "NAME", "Send beacons by this network interface only.") { Aliases = ["--network-interface"] };

    public static readonly Setting InterfaceType = new(
        "interface-type", "TYPE,…", $"Send beacons by interfaces of these types only: {string.Join(", ", LinkPriority.Words)}.")
    {
        Many = true,
    };

    public static readonly Setting Data = new("data", "DIR", "Where nodes of this machine keep their data.");
    public static readonly Setting Agents = new("agents", "FILE.json|name,…", "The agents this node offers.") { Many = true };
    public static readonly Setting Discovery =
        new("discovery", "ROAD,…", $"The roads by which nodes find each other: {RoadNames.Allowed}.") { Many = true };

    public static readonly Setting Seeds =
        new("seeds", "host:port,…", "Nodes to contact besides discovery.") { Many = true, Aliases = ["--network-peer-list"] };

    public static readonly Setting Dns =
        new("dns", "NAME[:PORT]", "A name whose SRV records (_hanzo._tcp.NAME), or else addresses, are nodes.");

    public static readonly Setting Nats =
        new("nats", "nats://HOST[:PORT]", "A NATS server that carries beacons where no broadcast does; tls://… for TLS.");

    public static readonly Setting NatsCa =
        new("nats-ca", "FILE.pem", "The authority of the NATS server's certificate, instead of those that the system trusts.");

    public static readonly Setting Device = new("device", "FILE.json", "What this device can do, instead of what is detected.");
    public static readonly Setting Capacity = new(
        "capacity", "N", "Runs that call a model at once, 1 to 1000; by default the cores, at least 4.");
    public static readonly Setting FlopsTable =
        new("flops-table", "FILE.json", "Throughput of chips, besides and over what comes with this version.");

    public static readonly Setting Profile = new("profile", "NAME", "The defaults to start from.") { SelectsLayers = true };

    public static readonly Setting Config =
        new("config", "FILE.conf", "Settings in HOCON, under 'hanzo { }' and 'akka { }'.") { SelectsLayers = true };

    public static readonly Setting LogLevel =
        new("log-level", "[category=]level", "trace, debug, information, warning, error or none.") { Many = true };

    public static readonly Setting LogFormat = new("log-format", "text|json", "How log lines and the ready line are written.");
    public static readonly Setting Insecure = new("insecure", null, Exposure.FlagHelp);
    public static readonly Setting HttpOpen = new("http-open", null, "Let ask over HTTP without a key, from other machines too.");
    public static readonly Setting Keys = new("keys", "DIR", "Where the keys of networks are kept.");
    public static readonly Setting TlsCert = new("tls-cert", "FILE.pem", "A certificate of your own authority, instead of hanzo's.");
    public static readonly Setting TlsKey = new("tls-key", "FILE.pem", "The key of --tls-cert.");
    public static readonly Setting TlsCa = new("tls-ca", "FILE.pem", "The authorities whose certificates other nodes must show.");

    public static readonly Setting VerifyPeers =
        new("verify-peers", "true|false", "With --tls-cert: whether other nodes must show a certificate at all.");

    public static readonly Setting Topology =
        new("topology", "FILE.json", "The network's nodes, this one among them, with addresses and devices.");

    public static readonly Setting Journal =
        new("journal", "auto|sqlite|replicated|memory|CONNECTION",
            "Where sessions are kept: a file of the data folder (sqlite), the disks of most nodes (replicated), the one until there are "
                + "three machines and the other from then on (auto), memory, or PostgreSQL: 'Host=…'.");

    public static readonly Setting JournalPatience = new(
        "journal-patience", "TIME", "How long the start of a run waits for a journal that cannot be used, 0 to 5m.");

    public static readonly Setting HealthInterval = new(
        "health-interval", "TIME", "How often healthy peers are checked, 1s to 5m.");

    public static readonly Setting SnapshotEvery = new(
        "snapshot-every", "N", "Events of a session after which a snapshot of it is taken, 10 to 100000.");

    public static readonly Setting KeepEvents = new(
        "keep-events", "TIME", "How long after a run's end its events can be read, 0 to 3650d.");

    public static readonly Setting KeepSessions = new(
        "keep-sessions", "TIME", "Sessions that were not used for so long are deleted, 1s to 3650d; else they are kept for ever.");

    public static readonly Setting Models = new("models", "FILE.json", "Named providers of models, from the first choice to the last.");

    public static readonly Setting ModelUrl =
        new("model-url", "URL", "The models' endpoint in OpenAI's format.") { OtherVariables = ["OPENAI_BASE_URL"] };

    public static readonly Setting Model =
        new("model", "NAME", "The model of agents that name none.") { OtherVariables = ["OPENAI_MODEL"] };

    public static readonly Setting ModelKeyFile =
        new("model-key-file", "FILE", "Holds the key of the models' endpoint; else OPENAI_API_KEY does.");

    public static readonly Setting ModelServers =
        new("model-servers", "NAME=PORT,…", "Where servers of models are looked for on this machine.") { Many = true };

    public static readonly Setting NoModelProbe = new("no-model-probe", null, "Look for no servers of models on this machine.");

    public static readonly Setting ToolsRoot =
        new("tools-root", "DIR", "The folder whose files the tools read_file and find_files may read.");

    public static readonly Setting ToolsHttpHosts =
        new("tools-http-hosts", "HOST[:PORT],…", "The hosts that the tool http_get may ask; *: all.") { Many = true };

    public static readonly Setting ToolsHttpPrivate =
        new("tools-http-private", null, "These hosts may be this machine or in private networks.");

    public static readonly Setting Router = new(
        "router", "NAME|FILE.json", $"Who picks the agent of runs that name none: {RouterPlan.AllowedNames}, or a router file.");

    public static readonly Setting McpFile = new("mcp-file", "FILE.json", "Servers whose tools agents may use (Model Context Protocol).");

    public static readonly Setting ApiKey =
        new("api-key", "KEY", "What who asks over HTTP must send; a file of keys is seen by fewer eyes.") { IsSecret = true };

    public static readonly Setting ApiKeyFile =
        new("api-key-file", "FILE", "Keys as --api-key, one a line; any of them opens the HTTP API.");

    public static readonly ImmutableArray<Setting> All =
    [
        Network, NodeId, ListenPort, BroadcastPort, HttpPort, JoinPort, Bind, Lan, HttpBind, Advertise, Interface,
        InterfaceType, Data, Agents, Discovery, Topology,
        Seeds, Dns, Nats, NatsCa, Device, Capacity, FlopsTable, Models, ModelUrl, Model, ModelKeyFile, ModelServers, NoModelProbe, Router,
        ToolsRoot, ToolsHttpHosts, ToolsHttpPrivate, McpFile, HealthInterval, Journal, JournalPatience, SnapshotEvery, KeepEvents,
        KeepSessions, Profile, Config, LogLevel, LogFormat, ApiKey, ApiKeyFile, HttpOpen, Keys, TlsCert, TlsKey, TlsCa, VerifyPeers,
        Insecure,
    ];

    /// <summary>The combined form of bind address and port: <c>--listen-addr 0.0.0.0:5682</c>.</summary>
    public const string ListenAddressFlag = "--listen-addr";

    public static Setting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);
}
