namespace Hanzo.Network.Agents;

/// <summary>One run in short, for people who watch the network; every node keeps the newest 100 it heard of.</summary>
/// <param name="Why">How agent and node were chosen.</param>
/// <param name="Input">The first 200 characters of the prompt.</param>
/// <param name="Output">The first 200 characters of the answer, of the error, or of the question that it waits with; else empty.</param>
public sealed record RunNote(
    RunId Run,
    string Node,
    RunStatus Status,
    string Why,
    string Input,
    string Output,
    DateTimeOffset StartedAt,
    TimeSpan? Duration)
{
    /// <summary>Notes kept by a node; older ones are forgotten.</summary>
    public const int MaxKept = 100;

    /// <summary>Characters of prompt or answer that a note carries.</summary>
    public const int MaxText = 200;

    public AgentName Agent => Run.Session.Agent;
}
