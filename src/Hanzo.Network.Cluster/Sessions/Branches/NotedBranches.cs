using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Partitions;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Sessions.Branches;

/// <summary>Sessions that a node has begun while it was cut off, and that no index of a slot is known to have. Pure.</summary>
internal sealed record NotedBranches
{
    /// <summary>Notes; further branches go on when somebody asks for them.</summary>
    public const int Most = Standing.MaxToWake;

    public static readonly NotedBranches None = new();

    private ImmutableSortedDictionary<string, SessionId> ById { get; init; } =
        ImmutableSortedDictionary.Create<string, SessionId>(StringComparer.Ordinal);

    public IEnumerable<SessionId> Sessions => ById.Values;

    public bool IsEmpty => ById.IsEmpty;

    public bool IsFull => ById.Count >= Most;

    public static string PersistenceIdOf(string node) => NodeRecords.Branches + node;

    public bool Holds(SessionId session) => ById.ContainsKey(session.ToString());

    public NotedBranches Apply(BranchesChanged change)
    {
        var next = ById.ToBuilder();
        foreach (var session in change.Noted) next[session.ToString()] = session;
        foreach (var session in change.Left) next.Remove(session.ToString());
        return this with { ById = next.ToImmutable() };
    }

    /// <summary>What the journal says of this node; events of a later version are passed over.</summary>
    /// <exception cref="EventStoreException">The store cannot be read now.</exception>
    public static async Task<NotedBranches> ReadAsync(IEventStore store, string node, CancellationToken cancellation)
    {
        var noted = None;
        await foreach (var stored in store.ReadAsync(PersistenceIdOf(node), 1, cancellation))
        {
            try
            {
                noted = noted.Apply(BranchesChanged.Decode(stored.Manifest, stored.Payload.Span));
            }
            catch (FormatException)
            {
                // The book itself says so when it reads it.
            }
        }

        return noted;
    }
}
