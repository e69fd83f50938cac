using System.Collections.Immutable;
using System.Reflection;
using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Membership;
using Akka.Util;

namespace Akka.Cluster;

/// <summary>What the cluster reads of `akka.cluster`, checked.</summary>
public sealed class ClusterSettings
{
    private const string AssemblyVersion = "assembly-version";
    private readonly Config _config;

    /// <exception cref="ConfigurationException">Names the setting, its value and the allowed range.</exception>
    internal ClusterSettings(Config config)
    {
        _config = config.GetConfig("akka.cluster");
        SeedNodes = _config.GetStringList("seed-nodes").Select(ParseSeed).ToImmutableList();
        SeedNodeTimeout = Positive("seed-node-timeout");
        RetryUnsuccessfulJoinAfter = OrOff("retry-unsuccessful-join-after");
        ShutdownAfterUnsuccessfulJoinSeedNodes = OrOff("shutdown-after-unsuccessful-join-seed-nodes");
        PeriodicTasksInitialDelay = Positive("periodic-tasks-initial-delay");
        GossipInterval = Positive("gossip-interval");
        LeaderActionsInterval = Positive("leader-actions-interval");
        UnreachableNodesReaperInterval = Positive("unreachable-nodes-reaper-interval");
        HeartbeatInterval = Positive("failure-detector.heartbeat-interval");
        HeartbeatExpectedResponseAfter = Positive("failure-detector.expected-response-after");
        AcceptableHeartbeatPause = _config.GetTimeSpan("failure-detector.acceptable-heartbeat-pause", TimeSpan.Zero, allowInfinite: false);
        MonitoredByNrOfMembers = AtLeastOne("failure-detector.monitored-by-nr-of-members");
        MinNrOfMembers = AtLeastOne("min-nr-of-members");
        DownRemovalMargin = OrOff("down-removal-margin") ?? TimeSpan.Zero;
        AllowWeaklyUpMembers = OrOff("allow-weakly-up-members");
        RunCoordinatedShutdownWhenDown = _config.GetBoolean("run-coordinated-shutdown-when-down");
        LogInfo = _config.GetBoolean("log-info");
        Roles = _config.GetStringList("roles").ToImmutableHashSet(StringComparer.Ordinal);
        AppVersion = ReadVersion(_config.GetString("app-version", AssemblyVersion)!);
        DowningProviderClass = _config.GetString("downing-provider-class", "")!;
    }

    public ImmutableList<Address> SeedNodes { get; }

    public TimeSpan SeedNodeTimeout { get; }

    /// <summary>Null: not repeated.</summary>
    public TimeSpan? RetryUnsuccessfulJoinAfter { get; }

    /// <summary>Null: never.</summary>
    public TimeSpan? ShutdownAfterUnsuccessfulJoinSeedNodes { get; }

    public TimeSpan PeriodicTasksInitialDelay { get; }

    public TimeSpan GossipInterval { get; }

    public TimeSpan LeaderActionsInterval { get; }

    public TimeSpan UnreachableNodesReaperInterval { get; }

    public TimeSpan HeartbeatInterval { get; }

    public TimeSpan HeartbeatExpectedResponseAfter { get; }

    internal TimeSpan AcceptableHeartbeatPause { get; }

    public int MonitoredByNrOfMembers { get; }

    public int MinNrOfMembers { get; }

    internal TimeSpan DownRemovalMargin { get; }

    /// <summary>Null: newcomers wait for convergence for ever.</summary>
    public TimeSpan? AllowWeaklyUpMembers { get; }

    public bool RunCoordinatedShutdownWhenDown { get; }

    public bool LogInfo { get; }

    public ImmutableHashSet<string> Roles { get; }

    public AppVersion AppVersion { get; }

    internal string DowningProviderClass { get; }

    internal Config FailureDetectorConfig => _config.GetConfig("failure-detector");

    internal MembershipSettings Membership => new()
    {
        Roles = Roles,
        AppVersion = AppVersion,
        MinNumberOfMembers = MinNrOfMembers,
        MinNumberOfMembersOfRole = ReadMinimaOfRoles(),
        WeaklyUpAfter = AllowWeaklyUpMembers,
        SeedNodeTimeout = SeedNodeTimeout,
        RetryJoinAfter = RetryUnsuccessfulJoinAfter,
        MonitoredByNumberOfMembers = MonitoredByNrOfMembers,
    };

    private ImmutableSortedDictionary<string, int> ReadMinimaOfRoles()
    {
        var roles = _config.GetConfig("role");
        return roles is null
            ? ImmutableSortedDictionary<string, int>.Empty
            : roles.AsEnumerable()
                .Select(r => (Role: r.Key, Minimum: roles.GetInt($"\"{r.Key}\".min-nr-of-members", 0)))
                .Where(r => r.Minimum > 0)
                .ToImmutableSortedDictionary(r => r.Role, r => r.Minimum, StringComparer.Ordinal);
    }

    private static Address ParseSeed(string text) =>
        Address.TryParse(text, out var address) && address.Host is not null && address.Port is not null
            ? address
            : throw new ConfigurationException(
                $"akka.cluster.seed-nodes: '{text}' is not the address of a node; expected akka.tcp://system@host:port.");

    private static AppVersion ReadVersion(string text) => AppVersion.Create(
        text == AssemblyVersion
            ? (Assembly.GetEntryAssembly() ?? typeof(ClusterSettings).Assembly).GetName().Version?.ToString(3) ?? "0.0.0"
            : text);

    private TimeSpan Positive(string key)
    {
        var value = _config.GetTimeSpan(key, TimeSpan.Zero, allowInfinite: false);
        return value > TimeSpan.Zero ? value : throw new ConfigurationException($"akka.cluster.{key} is {value}; allowed: more than 0.");
    }

    private TimeSpan? OrOff(string key) =>
        _config.GetString(key) is "off" or "false" ? null : _config.GetTimeSpan(key, TimeSpan.Zero, allowInfinite: false);

    private int AtLeastOne(string key)
    {
        var value = _config.GetInt(key, 0);
        return value >= 1 ? value : throw new ConfigurationException($"akka.cluster.{key} is {value}; allowed: 1 and more.");
    }
}
