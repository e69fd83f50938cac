using Hanzo.Network.Agents;

namespace Hanzo.Network.Memory;

/// <summary>Something that the memory is told on purpose.</summary>
/// <param name="Text">1 to 2,000 characters.</param>
public sealed record NewMemory(string Text)
{
    public const double DefaultImportance = 0.8;

    /// <summary>Whose memory it is; null: that of the agents whose memory is the network's.</summary>
    public AgentName? Agent { get; init; }

    /// <summary>Only for runs of this user; null: for everybody's.</summary>
    public string? User { get; init; }

    /// <summary>0 to 1.</summary>
    public double Importance { get; init; } = DefaultImportance;

    /// <returns>The error for the user, or null.</returns>
    public string? Check()
    {
        if (string.IsNullOrWhiteSpace(Text) || Text.Length > MemoryLimits.MaxText)
            return $"text has {Text.Length} characters; it must have 1 to {MemoryLimits.MaxText}, and not only spaces.";
        if (User is not null && MemoryLimits.CheckUser(User) is { } wrong) return wrong;
        return Importance is >= 0 and <= 1 ? null : "importance must be 0 to 1.";
    }
}
