namespace Hanzo.Network.State;

/// <summary>Whose journals have to be read.</summary>
public static class MissedNodes
{
    /// <summary>
    /// Each node that has been heard of and is not there. That a checkpoint knows a writer does not mean that it knows all of it.
    /// </summary>
    /// <param name="writers">All that have been heard of.</param>
    /// <param name="self">Whose own journal is read anyway.</param>
    /// <param name="present">Nodes that tell themselves what they wrote.</param>
    /// <returns>In order.</returns>
    public static IReadOnlyList<string> Of(IEnumerable<string> writers, string self, IReadOnlySet<string> present) =>
    [
        .. writers.Select(StateWriter.NodeOf).Distinct(StringComparer.Ordinal)
            .Where(node => node != self && !present.Contains(node)).Order(StringComparer.Ordinal),
    ];
}
