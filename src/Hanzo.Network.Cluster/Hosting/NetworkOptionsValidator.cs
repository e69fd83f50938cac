using System.Globalization;
using System.Net;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Health;
using Hanzo.Network.Joining;
using Hanzo.Network.Security;
using Hanzo.Network.State;
using Hanzo.Network.Tools;
using Microsoft.Extensions.Options;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>Every violation at once, each with its name, value and what is allowed.</summary>
internal sealed class NetworkOptionsValidator(IEnumerable<Agent> registered, ToolCatalog tools, INodeSecurity? security = null)
    : IValidateOptions<NetworkOptions>
{
    private const int MaxPort = IPEndPoint.MaxPort;
    private const int MaxRuns = NetworkOptions.MaxCapacity;

    public ValidateOptionsResult Validate(string? name, NetworkOptions options)
    {
        var problems = new Problems();
        CheckNames(options, problems);
        var (tcp, udp) = (options.ListenPort, options.BroadcastPort);
        problems.Require(tcp is >= 0 and <= MaxPort, "ListenPort", tcp, $"it must be 0 (any) to {MaxPort}");
        problems.Require(udp is >= 1 and <= MaxPort, "BroadcastPort", udp, $"it must be 1 to {MaxPort}");
        var isCapacity = options.Capacity is null or (>= 1 and <= MaxRuns);
        problems.Require(isCapacity, "Capacity", options.Capacity ?? 0, $"it must be 1 to {MaxRuns}");
        CheckAddresses(options, problems);
        CheckSecurity(options, problems);
        CheckAgents([.. options.Agents, .. registered], problems);
        problems.Within("SessionIdle", options.SessionIdle, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        const int least = HistoryRetention.LeastSnapshotEvery;
        const int most = HistoryRetention.MostSnapshotEvery;
        var isEvery = options.SnapshotEvery is >= least and <= most;
        problems.Require(isEvery, "SnapshotEvery", options.SnapshotEvery, $"it must be {least} to {most}");
        problems.Within("KeepEvents", options.KeepEvents, TimeSpan.Zero, HistoryRetention.LongestKeepEvents);
        var (keepLeast, keepMost) = (HistoryRetention.LeastKeepSessions, HistoryRetention.LongestKeepSessions);
        problems.Within("KeepSessions", options.KeepSessions ?? keepMost, keepLeast, keepMost);
        problems.Within("HealthInterval", options.HealthInterval, HealthTimings.Least, HealthTimings.Most);
        problems.Within("LeaveTimeout", options.LeaveTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        problems.Within("RequestPatience", options.RequestPatience, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        problems.Within("JournalPatience", options.JournalPatience, TimeSpan.Zero, NetworkOptions.MaxJournalPatience);
        return problems.Found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Found);
    }

    private static void CheckNames(NetworkOptions options, Problems problems)
    {
        problems.Require(AgentName.TryParse(options.Network, out _), "Network", options.Network, $"it must match {AgentName.AllowedForm}");
        problems.Require(NodeIdRules.IsValid(options.NodeId), "NodeId", options.NodeId, $"it must have {NodeIdRules.AllowedForm}");
        var isProfile = HoconProfiles.Names.Contains(options.Profile);
        problems.Require(isProfile, "Profile", options.Profile, $"it must be one of {string.Join(", ", HoconProfiles.Names)}");
    }

    private void CheckAddresses(NetworkOptions options, Problems problems)
    {
        var isAddress = IPAddress.TryParse(options.Bind, out var bind);
        problems.Require(isAddress, "Bind", options.Bind, "it must be an IP address, such as 127.0.0.1 or 0.0.0.0");
        var isKept = !isAddress || IPAddress.IsLoopback(bind!) || options.Insecure || security is { VerifiesPeers: true };
        problems.Require(
            isKept,
            "Bind",
            options.Bind,
            "beyond this machine it needs UseSecurity, or Insecure = true: whoever reaches the port can join and run agents");
        if (options.Advertise is { } told)
            problems.Require(
                NodeAddress.IsHostOrAddress(told),
                "Advertise",
                told,
                $"it must be a host name or IP address, or {NodeAddress.AllowedForm}");
        foreach (var type in options.InterfaceTypes)
            problems.Require(
                LinkPriority.Words.Contains(type), "InterfaceTypes", type, $"it must be one of {string.Join(", ", LinkPriority.Words)}");
        foreach (var seed in options.Seeds)
            problems.Require(NodeAddress.TryParse(seed, out _), "Seeds", seed, $"it must be {NodeAddress.AllowedForm}");
    }

    private void CheckSecurity(NetworkOptions options, Problems problems)
    {
        if (security is null) return;
        problems.Require(RuntimeName.TlsLack is null, "Security", security.Keys, RuntimeName.TlsLack ?? "");
        problems.Require(
            security.Keys.Network == options.Network, "Security", security.Keys, $"it must be of the network '{options.Network}'");
    }

    private void CheckAgents(List<Agent> agents, Problems problems)
    {
        foreach (var same in agents.GroupBy(a => a.Name))
            problems.Require(same.Count() == 1, "Agents", same.Key, "two agents have this name");
        const int most = AgentsFile.MaxSlots;
        foreach (var agent in agents)
        {
            problems.Require(!agent.Name.IsReserved, "Agents", agent.Name, AgentName.ReservedText);
            problems.Require(agent.Slots is >= 1 and <= most, $"Agents[{agent.Name}].Slots", agent.Slots, $"it must be 1 to {most}");
            var isMode = Enum.IsDefined(agent.Partition);
            problems.Require(isMode, $"Agents[{agent.Name}].Partition", (int)agent.Partition, AgentsFile.AllowedModes);
            var examples = AgentExamples.Check(agent);
            problems.Require(examples is null, "Agents", agent.Name, examples?.TrimEnd('.') ?? "");
            foreach (var missing in tools.MissingFor(agent))
                problems.Require(false, $"Agents[{agent.Name}].Tools", missing, $"this node has {string.Join(", ", tools.Names)}");
        }

        var slots = agents.Sum(agent => (long)agent.Slots);
        problems.Require(
            slots <= SlotId.MaxPerNetwork, "Agents", $"{slots} slots", $"all agents together may have {SlotId.MaxPerNetwork}");
        var bytes = RegistryCodec.BytesOf(agents);
        const int room = AgentsFile.MaxDefinitionBytes;
        problems.Require(bytes <= room, "Agents", $"{bytes} bytes", $"their definitions may have {room} bytes together");
    }

    private sealed class Problems
    {
        public List<string> Found { get; } = [];

        public void Require(bool holds, string name, object value, string otherwise)
        {
            if (!holds) Found.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is '{value}': {otherwise}."));
        }

        public void Within(string name, TimeSpan value, TimeSpan least, TimeSpan most) =>
            Require(value >= least && value <= most, name, value, $"it must be {least} to {most}");
    }
}
