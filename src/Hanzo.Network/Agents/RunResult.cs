using System.Collections.Immutable;
using Hanzo.Network.Partitions;

namespace Hanzo.Network.Agents;

/// <summary>What is known of a run. <see cref="Why"/> says how agent and node were chosen.</summary>
public sealed record RunResult
{
    public required RunId Id { get; init; }

    /// <summary>The id that the caller chose; null: none.</summary>
    public string? GivenId { get; init; }

    public SessionId Session => Id.Session;
    public AgentName Agent => Id.Session.Agent;

    /// <summary>Id of the node that runs or ran it.</summary>
    public required string Node { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>The answer; of a run that was stopped at one of its limits, what it had brought until then.</summary>
    public string Output { get; init; } = "";
    public string? Error { get; init; }
    public string Why { get; init; } = "";

    /// <summary>Of a session that was opened on a node while it was cut off; null: it was not.</summary>
    public SessionBranch? Branch { get; init; }

    /// <summary>So far; null: nothing yet.</summary>
    public RunUsage? Usage { get; init; }

    /// <summary>The runs of other agents that it waits for, by step; null: none.</summary>
    public ImmutableList<AskedRun>? Asks { get; init; }

    /// <summary>What it waits for, in order; who asks for a run is told also what those of <see cref="Asks"/> wait for.</summary>
    public ImmutableArray<PendingApproval> Approvals { get; init => field = value.IsDefaultOrEmpty ? [] : value; } = [];
}
