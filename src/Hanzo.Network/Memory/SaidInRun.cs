using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Memory;

/// <summary>What is to be remembered of a run.</summary>
/// <param name="Said">By the user, as guardrails have left it.</param>
public sealed record SaidInRun(RunId Run, string Said, string Answer)
{
    /// <summary>Ids of the memories that it was given.</summary>
    public ImmutableArray<string> Recalled { get; init => field = value.IsDefault ? [] : value; } = [];
}
