using Hanzo.Network.Devices;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Agents;

/// <summary>What a deployed agent must be, whoever made it.</summary>
public static class DeploymentRules
{
    public const int MaxNodes = 64;
    public const int MaxReplicas = 1000;

    /// <exception cref="AgentNetworkException"><see cref="NetworkError.InvalidRequest"/>, naming field and range.</exception>
    public static void Require(Agent agent)
    {
        if (FirstProblem(agent) is { } problem)
            throw new AgentNetworkException(NetworkError.InvalidRequest, $"agent '{agent.Name}': {problem}");
    }

    /// <summary>As one that is deployed, though its version is not given yet.</summary>
    public static Agent Scoped(Agent agent) => agent.Deployment is null ? agent with { Deployment = new AgentDeployment(0) } : agent;

    private static string? FirstProblem(Agent agent)
    {
        if (agent.Name.IsReserved) return $"{AgentName.ReservedText}.";
        if (agent.Slots is < 1 or > AgentsFile.MaxSlots) return $"slots is {agent.Slots}; it must be 1 to {AgentsFile.MaxSlots}.";
        if (!Enum.IsDefined(agent.Partition)) return $"partition is {(int)agent.Partition}; {AgentsFile.AllowedModes}.";
        if (agent.Tools.Length > AgentsFile.MaxTools)
            return $"tools has {agent.Tools.Length} items; at most {AgentsFile.MaxTools} are allowed.";
        foreach (var tool in agent.Tools)
            if (Unanswered.Check(tool.Unanswered) is { } unanswered) return $"unanswered of tool '{tool.Name}' {unanswered}.";
        if (agent.TextBytes > AgentsFile.MaxDefinitionBytes)
            return $"description and instructions have {agent.TextBytes} bytes; at most {AgentsFile.MaxDefinitionBytes} are allowed.";
        if (agent.HistoryTokens is < Agent.LeastHistoryTokens or > Agent.MostHistoryTokens)
            return $"history_tokens is {agent.HistoryTokens}; it must be {Agent.LeastHistoryTokens} to {Agent.MostHistoryTokens}.";
        if (AgentExamples.Check(agent) is { } example) return example;
        if (AgentLinks.Check(agent) is { } link) return link;
        if (agent.WrongGuardrail is { } guardrail) return $"guardrails: {guardrail}";
        if (agent.ResponseFormat?.Check() is { } format) return format;
        if (agent.Memory?.Check() is { } memory) return memory;
        if ((agent.Limits?.Check() ?? agent.Price?.Check()) is { } wrong) return wrong;
        return agent.Deployment is { } scope ? FirstProblem(scope) : null;
    }

    private static string? FirstProblem(AgentDeployment scope)
    {
        if (scope.Nodes.Length > MaxNodes) return $"on names {scope.Nodes.Length} nodes; at most {MaxNodes} are allowed.";
        if (scope.Nodes.FirstOrDefault(node => !NodeIdRules.IsValid(node)) is { } wrong)
            return $"on: '{wrong}' is no node id; it must have {NodeIdRules.AllowedForm}.";
        if (scope.Label is { Length: 0 or > DeviceLimits.MaxNameLength })
            return $"label has {scope.Label.Length} characters; it must have 1 to {DeviceLimits.MaxNameLength}.";
        return scope.Replicas is < 1 or > MaxReplicas ? $"replicas is {scope.Replicas}; it must be 1 to {MaxReplicas}." : null;
    }
}
