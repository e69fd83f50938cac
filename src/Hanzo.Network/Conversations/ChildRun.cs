using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>The run of another agent that an open call waits for.</summary>
public sealed record ChildRun(string Agent)
{
    /// <summary>Its answer ends the run.</summary>
    public bool HandsOff { get; init; }

    /// <summary>What it may use; null: as it likes.</summary>
    public RunLimits? Limits { get; init; }

    /// <summary>Its id; null: it is not known to have begun.</summary>
    public string? Run { get; init; }

    /// <summary>The last of its events that was told.</summary>
    public long Last { get; init; }

    /// <summary>How many were.</summary>
    public int Steps { get; init; }
}
