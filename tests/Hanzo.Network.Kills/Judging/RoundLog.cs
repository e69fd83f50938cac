using System.Collections.Immutable;
using Hanzo.Network.Node.Chaos;

namespace Hanzo.Network.Kills.Judging;

/// <summary>What was told and seen around one kill.</summary>
/// <param name="Killed">The node; empty: no run was acknowledged.</param>
/// <param name="WentOnAt">The node that the run ended at.</param>
/// <param name="Failover">From the kill to the next step of the run; null: it had ended before.</param>
/// <param name="Back">From the start of the killed node's successor until all nodes saw each other; null: it did not come to that.</param>
/// <param name="Effects">Of the run whose node was killed.</param>
/// <param name="Runs">That one, and those that were under way besides.</param>
/// <param name="Broken">Why it did not come to its end; null: it did.</param>
internal sealed record RoundLog(
    int Number,
    string Killed,
    TimeSpan After,
    string WentOnAt,
    TimeSpan? Failover,
    TimeSpan? Back,
    TakeOvers Effects,
    ImmutableArray<RunLog> Runs,
    ImmutableArray<StateWrite> Writes,
    string? Broken = null);
