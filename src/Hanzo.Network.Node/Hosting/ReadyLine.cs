using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Agents;
using Hanzo.Network.Joining;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Hosting;

/// <summary>What a node says when it is part of its network.</summary>
internal static class ReadyLine
{
    /// <summary>The code is what <c>hanzo invite</c> makes, when somebody asks for it.</summary>
    private const string Invitation = "On another machine: hanzo join CODE   (CODE: hanzo invite)";

    public static void Write(
        Screen screen, NodeSettings settings, NodeInputs inputs, NodeTrust trust, NetworkStatus status, string httpUrl)
    {
        var agents = inputs.Agents.Select(agent => agent.Name.Value).Order(StringComparer.Ordinal).ToImmutableArray();
        var remarks = Remarks(settings, status, httpUrl);
        if (screen.Json || settings.JsonLogs)
        {
            var body = new ReadyBody(
                "ready",
                status.Network,
                status.NodeId,
                status.Address,
                httpUrl,
                settings.BroadcastPort,
                Environment.ProcessId,
                status.Runtime,
                status.Version,
                status.Durability,
                status.Security,
                agents,
                remarks);
            screen.WriteJson(body, ApiJson.Default.ReadyBody);
            return;
        }
        screen.Line($"hanzo {status.Version} ({status.Runtime}), network {status.Network}, node {status.NodeId}");
        screen.Line($"  device  {status.Capabilities.Model}, {status.Capabilities.Chip}");
        screen.Line($"  agents  {(agents.Length == 0 ? "none" : string.Join(", ", agents))}");
        screen.Line($"  page    {httpUrl}");
        screen.Line($"  nodes   {Words.Security(status.Security)}");
        foreach (var remark in remarks) screen.Line($"  note    {remark}");
        if (trust.MayInvite && !IPAddress.IsLoopback(settings.Bind)) screen.Line(Invitation);
        screen.Line($"ready: node {status.NodeId} at {status.Address}, {httpUrl}; Ctrl-C leaves the network");
    }

    private static ImmutableArray<string> Remarks(NodeSettings settings, NetworkStatus status, string httpUrl)
    {
        var remarks = ImmutableArray.CreateBuilder<string>();
        // An advertised port says nothing of the one listened on.
        if (!NodeAddress.TryParse(settings.Advertise ?? "", out _)) AddPort(remarks, "--listen-port", settings.ListenPort, status.Address);
        AddPort(remarks, "--http-port", settings.HttpPort, httpUrl);
        if (Exposure.Remark(settings) is { } exposed) remarks.Add(exposed);
        remarks.AddRange(status.Notices);
        return remarks.ToImmutable();
    }

    private static void AddPort(ImmutableArray<string>.Builder remarks, string flag, int wanted, string taken)
    {
        if (wanted != 0 && !taken.EndsWith($":{wanted}", StringComparison.Ordinal))
            remarks.Add($"{flag} {wanted} was busy; this is {taken}.");
    }
}
