namespace Hanzo.Network.Cluster.Tests.Support;

/// <summary>Tests that measure times or look at the whole process run one after the other, when all others are done.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
