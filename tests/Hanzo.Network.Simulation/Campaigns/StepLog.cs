using System.Collections.Immutable;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>What one process told of its steps.</summary>
internal sealed record StepLog(ImmutableArray<TracedStep> Steps, ImmutableArray<string> Lines)
{
    /// <summary>Later ones are not kept: the first difference is looked for.</summary>
    public const int MaxSteps = 2_000_000;
}
