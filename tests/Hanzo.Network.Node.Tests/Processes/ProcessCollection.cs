namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Tests that start nodes run one after the other, after all others: they measure times.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessCollection
{
    public const string Name = "processes";
}
