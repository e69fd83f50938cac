using System.Collections.Immutable;
using System.Globalization;
using Akka.DistributedData;
using Node = Akka.Cluster.Cluster;

namespace Hanzo.Network.Simulation.Work;

/// <summary>One key of replicated data, written and read in words.</summary>
internal abstract record SharedKey(string Id)
{
    /// <summary>The elements are on every node for good once a write of them is acknowledged.</summary>
    public abstract bool IsKept { get; }

    /// <summary>The element that the <paramref name="number"/>-th write of this key brings, or a sum that it may come to.</summary>
    public virtual string Element(long number, int node, int life) =>
        string.Create(CultureInfo.InvariantCulture, $"{node}.{life}.{number}");

    public abstract Update Write(Node cluster, string element, IWriteConsistency consistency);

    public abstract Get Read();

    /// <summary>In ordinal order; empty when there is no value.</summary>
    public abstract IEnumerable<string> Elements(IGetResponse answer);
}

/// <summary>A set that only grows.</summary>
internal sealed record SharedNames(string Id) : SharedKey(Id)
{
    private readonly ORSetKey<string> _key = new(Id);

    public override bool IsKept => true;

    public override Update Write(Node cluster, string element, IWriteConsistency consistency) =>
        Dsl.Update(_key, ORSet<string>.Empty, consistency, names => names.Add(cluster, element));

    public override Get Read() => Dsl.Get(_key);

    public override IEnumerable<string> Elements(IGetResponse answer) =>
        answer.IsFound ? answer.Get(_key).Elements.Order(StringComparer.Ordinal) : [];
}

/// <summary>A set whose oldest element leaves with each that comes beyond <see cref="Most"/>.</summary>
internal sealed record SharedGuests(string Id) : SharedKey(Id)
{
    public const int Most = 10;

    private readonly ORSetKey<string> _key = new(Id);

    public override bool IsKept => false;

    public override Update Write(Node cluster, string element, IWriteConsistency consistency) =>
        Dsl.Update(_key, ORSet<string>.Empty, consistency, guests =>
        {
            var full = guests.Count >= Most ? guests.Remove(cluster, guests.Elements.Min(StringComparer.Ordinal)!) : guests;
            return full.Add(cluster, element);
        });

    public override Get Read() => Dsl.Get(_key);

    public override IEnumerable<string> Elements(IGetResponse answer) =>
        answer.IsFound ? answer.Get(_key).Elements.Order(StringComparer.Ordinal) : [];
}

/// <summary>A map in which each write has a key of its own.</summary>
internal sealed record SharedSettings(string Id) : SharedKey(Id)
{
    private readonly LWWDictionaryKey<string, string> _key = new(Id);

    public override bool IsKept => true;

    public override Update Write(Node cluster, string element, IWriteConsistency consistency) =>
        Dsl.Update(_key, LWWDictionary<string, string>.Empty, consistency, settings => settings.SetItem(cluster, element, element));

    public override Get Read() => Dsl.Get(_key);

    public override IEnumerable<string> Elements(IGetResponse answer) =>
        answer.IsFound ? answer.Get(_key).Select(entry => entry.Value).Order(StringComparer.Ordinal) : [];
}

/// <summary>A counter; its elements are its sum. A sum is at most the number of increments that began.</summary>
internal sealed record SharedCount(string Id) : SharedKey(Id)
{
    private readonly GCounterKey _key = new(Id);

    public override bool IsKept => false;

    public override string Element(long number, int node, int life) => number.ToString(CultureInfo.InvariantCulture);

    public override Update Write(Node cluster, string element, IWriteConsistency consistency) =>
        Dsl.Update(_key, GCounter.Empty, consistency, count => count.Increment(cluster));

    public override Get Read() => Dsl.Get(_key);

    public override IEnumerable<string> Elements(IGetResponse answer) =>
        answer.IsFound ? [answer.Get(_key).Value.ToString(CultureInfo.InvariantCulture)] : [];
}
