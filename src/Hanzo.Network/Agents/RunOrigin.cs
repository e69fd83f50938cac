using System.Collections.Immutable;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Agents;

/// <summary>Of a run that another run asks for; the network itself says this.</summary>
/// <param name="Call">The asking call: <see cref="CallEffect.IdempotencyKey"/>.</param>
/// <param name="Depth">1 for a run that a person's run asks for, 2 for one that that run asks for, and so on.</param>
public sealed record RunOrigin(string Call, int Depth)
{
    /// <summary>What was said before, for whoever goes on with it; empty: nothing.</summary>
    public ImmutableArray<TranscriptLine> Context { get; init => field = value.IsDefault ? [] : value; } = [];
}
