using System.Globalization;
using System.Net;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Joining;
using Microsoft.Extensions.Options;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>Every violation at once, each with its name, value and what is allowed.</summary>
internal sealed class NetworkOptionsValidator(IEnumerable<Agent> registered) : IValidateOptions<NetworkOptions>
{
    private const int MaxPort = IPEndPoint.MaxPort;
    private const int MaxNodeIdLength = 63;

    /// <summary>Of the 64 KiB of a node's description; the rest is for its device and slots.</summary>
    public const int MaxAgentBytes = 40 * 1024;

    public ValidateOptionsResult Validate(string? name, NetworkOptions options)
    {
        var problems = Names(options).Concat(Ports(options)).Concat(Addresses(options)).Concat(Agents(options)).Concat(Times(options)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Names(NetworkOptions options)
    {
        if (!AgentName.TryParse(options.Network, out _)) yield return Problem("Network", options.Network, $"it must match {AgentName.AllowedForm}");
        if (options.NodeId.Length is 0 or > MaxNodeIdLength || !options.NodeId.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            yield return Problem("NodeId", options.NodeId, $"it must have 1 to {MaxNodeIdLength} of a-z A-Z 0-9 . _ -");
        if (!AkkaProfile.Names.Contains(options.Profile)) yield return Problem("Profile", options.Profile, $"it must be one of {string.Join(", ", AkkaProfile.Names)}");
    }

    private static IEnumerable<string> Ports(NetworkOptions options)
    {
        if (options.ListenPort is < 0 or > MaxPort) yield return Problem("ListenPort", options.ListenPort, $"it must be 0 (any) to {MaxPort}");
        if (options.BroadcastPort is < 1 or > MaxPort) yield return Problem("BroadcastPort", options.BroadcastPort, $"it must be 1 to {MaxPort}");
    }

    private static IEnumerable<string> Addresses(NetworkOptions options)
    {
        if (!IPAddress.TryParse(options.Bind, out var bind)) yield return Problem("Bind", options.Bind, "it must be an IP address, such as 127.0.0.1 or 0.0.0.0");
        else if (!IPAddress.IsLoopback(bind) && !options.Insecure)
            yield return Problem("Bind", options.Bind, "an address beyond this machine needs Insecure = true: whoever reaches the port can join and run agents");
        if (options.Advertise is { } advertise && !IsHost(advertise))
            yield return Problem("Advertise", advertise, $"it must be a host name or IP address, or {NodeAddress.AllowedForm}");
        foreach (var seed in options.Seeds)
            if (!NodeAddress.TryParse(seed, out _)) yield return Problem("Seeds", seed, $"it must be {NodeAddress.AllowedForm}");
    }

    private IEnumerable<string> Agents(NetworkOptions options)
    {
        var agents = options.Agents.Concat(registered).ToList();
        foreach (var twice in agents.GroupBy(a => a.Name).Where(g => g.Count() > 1))
            yield return Problem("Agents", twice.Key, "two agents have this name");
        foreach (var agent in agents)
            if (agent.Slots is < 1 or > SlotId.MaxPerNetwork) yield return Problem($"Agents[{agent.Name}].Slots", agent.Slots, $"it must be 1 to {SlotId.MaxPerNetwork}");
        var bytes = JsonSerializer.SerializeToUtf8Bytes(agents, DirectoryJson.Default.ListAgent).Length;
        if (bytes > MaxAgentBytes) yield return Problem("Agents", $"{bytes} bytes", $"their definitions may have {MaxAgentBytes} bytes together");
    }

    private static IEnumerable<string> Times(NetworkOptions options)
    {
        if (Outside(options.SessionIdle, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)) is { } idle) yield return Problem("SessionIdle", options.SessionIdle, idle);
        if (Outside(options.LeaveTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)) is { } leave) yield return Problem("LeaveTimeout", options.LeaveTimeout, leave);
        if (Outside(options.RequestPatience, TimeSpan.Zero, TimeSpan.FromMinutes(5)) is { } patience) yield return Problem("RequestPatience", options.RequestPatience, patience);
    }

    private static string? Outside(TimeSpan value, TimeSpan least, TimeSpan most) => value < least || value > most ? $"it must be {least} to {most}" : null;

    private static bool IsHost(string text) =>
        NodeAddress.TryParse(text, out _) || (!text.Contains(':', StringComparison.Ordinal) && NodeAddress.TryCreate(text, 1, out _));

    private static string Problem(string name, object value, string allowed) => string.Create(CultureInfo.InvariantCulture, $"{name} is '{value}': {allowed}.");
}
