namespace Hanzo.Network.Agents;

/// <summary>What <see cref="Agent.Examples"/> may be.</summary>
public static class AgentExamples
{
    public const int Most = 20;

    /// <summary>Characters of each.</summary>
    public const int MaxLength = 300;

    /// <returns>The error for the user, or null.</returns>
    public static string? Check(Agent agent)
    {
        if (agent.Examples.IsDefault) return null;
        if (agent.Examples.Length > Most) return $"examples has {agent.Examples.Length} items; at most {Most} are allowed.";
        return agent.Examples.Any(text => string.IsNullOrWhiteSpace(text) || text.Length > MaxLength)
            ? $"examples must have 1 to {MaxLength} characters each."
            : null;
    }
}
