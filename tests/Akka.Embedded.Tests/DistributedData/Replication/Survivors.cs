namespace Akka.Embedded.Tests.DistributedData.Replication;

/// <summary>What was added to a set and never removed by anybody, so that it must be there in the end.</summary>
internal sealed class Survivors
{
    private readonly SortedSet<string> _added = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _removed = new(StringComparer.Ordinal);

    public void Add(string name) => _added.Add(name);

    public void Remove(string name) => _removed.Add(name);

    /// <summary>The rest may be lost with a node that has died.</summary>
    public void Keep(IEnumerable<string> there) => _added.IntersectWith(there);

    public IEnumerable<string> MissingFrom(IEnumerable<string> there) => _added.Except(_removed).Except(there);
}
