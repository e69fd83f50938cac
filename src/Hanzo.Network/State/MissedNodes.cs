namespace Hanzo.Network.State;

/// <summary>
/// Whose journals have to be read: of each node that has been heard of and is not there, once for each time that it goes. That a
/// checkpoint knows a writer does not mean that it knows all of it.
/// </summary>
/// <param name="self">Whose own journal is read anyway.</param>
public sealed class MissedNodes(string self)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <param name="writers">All that have been heard of.</param>
    /// <param name="present">Nodes that tell themselves what they wrote.</param>
    /// <returns>In order.</returns>
    public IReadOnlyList<string> Due(IEnumerable<string> writers, IReadOnlySet<string> present)
    {
        _read.ExceptWith(present);
        return
        [
            .. writers.Select(StateWriter.NodeOf).Distinct(StringComparer.Ordinal)
                .Where(node => node != self && !present.Contains(node) && !_read.Contains(node)).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>It has been read to its end.</summary>
    public void HasRead(string node) => _read.Add(node);
}
