namespace Hanzo.Network.Nets.Tests;

/// <summary>One lab at a time: each has several nodes, and times are measured.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NetsCollection
{
    public const string Name = "nets";
}
