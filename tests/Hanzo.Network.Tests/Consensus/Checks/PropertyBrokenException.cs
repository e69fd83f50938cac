namespace Hanzo.Network.Tests.Consensus.Checks;

/// <summary>What a group must never do has happened.</summary>
internal sealed class PropertyBrokenException(string property, string detail) : Exception($"{property}: {detail}")
{
    public string Property { get; } = property;
}
