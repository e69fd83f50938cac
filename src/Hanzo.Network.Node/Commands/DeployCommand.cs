using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

internal static class DeployCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "An agents file; all its agents are deployed." };
    private static readonly Option<string[]> On =
        new("--on") { Description = "Only on these nodes.", HelpName = "NODE", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string?> Label = new("--label") { Description = "Only on nodes with this label.", HelpName = "LABEL" };
    private static readonly Option<int?> Replicas =
        new("--replicas") { Description = "On at most so many nodes, those that suit best.", HelpName = "N" };

    private static readonly Option<bool> Force =
        new("--force") { Description = "Also when no node may run it now: for nodes that are still to come." };

    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command("deploy", "Give agents to the network: any node that has their tools and fits may run them.")
        {
            File, On, Label, Replicas, Force,
        };
        nodes.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Replicas) is < 1 or > DeploymentRules.MaxReplicas)
                result.AddError($"--replicas '{result.GetValue(Replicas)}' is not allowed: it must be 1 to {DeploymentRules.MaxReplicas}.");
            if (result.GetValue(Label) is { } label && string.IsNullOrWhiteSpace(label)) result.AddError("--label is empty.");
            foreach (var node in result.GetValue(On) ?? [])
                if (!NodeIdRules.IsValid(node))
                    result.AddError($"--on '{node}' is not allowed: a node id has {NodeIdRules.AllowedForm}.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = context.Screen(parsed);
            var (agents, problem) = AgentsToDeploy.Load(parsed.GetValue(File)!);
            if (problem is not null) return screen.BadUsage(problem);
            foreach (var agent in agents) AddScope(agent, parsed);
            using var node = nodes.Connect(parsed, context.Variables);
            return await DeployAsync(node, agents, parsed.GetValue(Force), screen, cancellation);
        });
        return command;
    }

    private static void AddScope(JsonObject agent, ParseResult parsed)
    {
        if (parsed.GetValue(On) is { Length: > 0 } nodes) agent["on"] = new JsonArray([.. nodes.Select(node => JsonValue.Create(node))]);
        if (parsed.GetValue(Label) is { } label) agent["label"] = label;
        if (parsed.GetValue(Replicas) is { } replicas) agent["replicas"] = replicas;
    }

    /// <summary>One after the other; one that is refused does not hold up the others.</summary>
    private static async Task<int> DeployAsync(
        NodeClient node, IEnumerable<JsonObject> agents, bool force, Screen screen, CancellationToken cancellation)
    {
        var deployed = ImmutableArray.CreateBuilder<DeployedBody>();
        var refused = ImmutableArray.CreateBuilder<ComplaintBody>();
        foreach (var agent in agents)
        {
            try
            {
                deployed.Add(await node.DeployAsync(agent, force, cancellation));
            }
            catch (NodeClientException e) when (e.Code != NodeClientException.Unreachable)
            {
                refused.Add(new ComplaintBody(e.Code, e.Message, [e.Message]));
            }
        }

        var all = new DeploymentsBody(deployed.ToImmutable(), refused.ToImmutable());
        if (screen.Json) screen.WriteJson(all, ApiJson.Default.DeploymentsBody);
        else foreach (var one in deployed) Tell(screen, one);
        if (refused.Count == 0) return ExitCode.Ok;
        return screen.Json ? ExitCode.Failed : screen.Failed(refused[0].Code, string.Join('\n', refused.Select(one => one.Message)));
    }

    private static void Tell(Screen screen, DeployedBody one)
    {
        var (agent, version) = (one.Agent, one.Agent.Deployment!.Version);
        var where = agent.Nodes.IsEmpty ? "no node" : string.Join(", ", agent.Nodes);
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"deployed {agent.Name}, version {version}; it may run on {where}"));
        if (one.Warning is { } warning) screen.Line($"note: {warning}");
    }
}
