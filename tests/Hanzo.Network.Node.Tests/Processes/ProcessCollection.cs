namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>
/// Tests of processes that measure times, or need a processor that is not busy, run one after the other, after all others.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessCollection
{
    public const string Name = "processes";
}
