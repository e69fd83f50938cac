namespace Hanzo.Network.Tools;

/// <summary>An agent's use of a tool by name; null fields take the tool's own options.</summary>
public sealed record ToolReference(string Name)
{
    public ToolEffect? Effect { get; init; }
    public ToolApproval? Approval { get; init; }
    public Unanswered? Unanswered { get; init; }
}
