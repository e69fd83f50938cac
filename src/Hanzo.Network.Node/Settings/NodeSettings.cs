using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Joining;
using Hanzo.Network.Models;
using Hanzo.Network.Node.Keys;
using Hanzo.Network.State;
using Hanzo.Network.Tools.Http;

namespace Hanzo.Network.Node.Settings;

/// <summary>What <c>hanzo up</c> does, checked.</summary>
internal sealed record NodeSettings
{
    public required string Network { get; init; }

    /// <summary>Null: after the host's name.</summary>
    public string? NodeId { get; init; }

    /// <summary>Where another process of this machine is <see cref="NodeId"/>, this one is <c>ID-2</c> and so on.</summary>
    public bool CountsUp { get; init; }


    public required int ListenPort { get; init; }
    public required int BroadcastPort { get; init; }
    public required int HttpPort { get; init; }
    public required int JoinPort { get; init; }
    public required IPAddress Bind { get; init; }
    public required IPAddress HttpBind { get; init; }
    public string? Advertise { get; init; }
    public string? Interface { get; init; }

    /// <summary>Words of <see cref="LinkPriority.Words"/>; empty: any.</summary>
    public ImmutableArray<string> InterfaceTypes { get; init; } = [];

    /// <summary>Null: the platform's place for user data.</summary>
    public string? DataRoot { get; init; }

    public required JournalSetting Journal { get; init; }

    public required TimeSpan JournalPatience { get; init; }
    /// <inheritdoc cref="Cluster.Hosting.NetworkOptions.HealthInterval"/>
    public required TimeSpan HealthInterval { get; init; }

    public required HistoryRetention Retention { get; init; }

    /// <summary>Names of built-in agents and paths of agents files, in any mix; empty: none.</summary>
    public required string Agents { get; init; }

    public required RoadSettings Roads { get; init; }
    public string? DeviceFile { get; init; }

    /// <summary>Runs that call a model at once; null: what suits the device.</summary>
    public int? Capacity { get; init; }

    /// <summary>Has an entry for <see cref="NodeId"/>; null: none given.</summary>
    public Topology? Topology { get; init; }

    /// <summary>Rows that count over the built-in table of chips.</summary>
    public string? FlopsTableFile { get; init; }

    /// <summary>Named providers of models; null: none but <see cref="ModelUrl"/>.</summary>
    public string? ModelsFile { get; init; }

    /// <summary>Null: OpenAI's own, if there is a key.</summary>
    public Uri? ModelUrl { get; init; }

    /// <summary>Of agents that name none; null: the best there is.</summary>
    public string? Model { get; init; }

    public string? ModelKeyFile { get; init; }

    /// <summary>Where servers of models are looked for on this machine; empty: nowhere.</summary>
    public ImmutableArray<ModelServer> ModelServers { get; init; } = [];

    /// <summary>The folder that tools may read; null: none.</summary>
    public string? ToolsRoot { get; init; }

    /// <summary>The hosts that tools may ask; empty: none.</summary>
    public HostList HttpHosts { get; init; } = HostList.None;

    public bool HttpPrivate { get; init; }

    /// <summary>A name that <see cref="Routing.RouterPlan.Named"/> knows, or the path of a router file; null: the default.</summary>
    public string? Router { get; init; }

    /// <summary>Servers of tools; null: none.</summary>
    public string? McpFile { get; init; }

    public required string Profile { get; init; }
    public string? ConfigFile { get; init; }
    public required LogLevels LogLevels { get; init; }
    public required bool JsonLogs { get; init; }

    /// <summary>What opens the HTTP interface.</summary>
    public required ApiKeys ApiKeys { get; init; }

    /// <summary>Where the keys of networks are; null: the platform's place for user settings.</summary>
    public string? KeysFolder { get; init; }

    /// <summary>Certificates that others made; null: hanzo's own.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>Nodes may be unsecured beyond this machine, and are unless <see cref="Tls"/> is given.</summary>
    public required bool Insecure { get; init; }

    /// <summary>Whether nodes speak to each other by TLS.</summary>
    public bool IsSecured => Tls is not null || (!Insecure && RuntimeName.TlsLack is null);
}
