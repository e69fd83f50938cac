using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>What the index of a slot is called: as an entity beside the slot's sessions, and in the journal.</summary>
internal static class SlotIndexName
{
    /// <summary>No session's, which ends with a ULID.</summary>
    private const string EntitySuffix = ".index";

    /// <summary>
    /// Begins with a digit, as no session does: so indices are together in any store's order, and are found without looking at the
    /// sessions.
    /// </summary>
    private const string JournalPrefix = MovedHistory.Indices;

    /// <summary>Between these two are the ids of all indices in a journal, and nothing else.</summary>
    private const string First = "0";

    private const string End = "1";

    /// <summary>Indices of one journal: all slots that a network may have, and the dedicated ones of many agents.</summary>
    private const int Most = 50_000;

    public static string EntityOf(SlotId slot) => $"{slot}{EntitySuffix}";

    public static string PersistenceIdOf(SlotId slot) => $"{JournalPrefix}{slot}";

    /// <summary>The slots that the journal has an index of, as <c>math.17</c>.</summary>
    /// <exception cref="EventStoreException">The store cannot be read now.</exception>
    public static async Task<IReadOnlyList<string>> FindAsync(IEventStore store, CancellationToken cancellation)
    {
        var ids = await store.IdsAsync(First, End, Most, cancellation);
        return [.. ids.Select(id => TryParsePersistenceId(id, out var slot) ? slot.ToString() : null).OfType<string>()];
    }

    public static bool TryParseEntity(string entity, out SlotId slot)
    {
        slot = default;
        return entity.EndsWith(EntitySuffix, StringComparison.Ordinal) && SlotId.TryParse(entity[..^EntitySuffix.Length], out slot);
    }

    public static bool TryParsePersistenceId(string id, out SlotId slot)
    {
        slot = default;
        return id.StartsWith(JournalPrefix, StringComparison.Ordinal) && SlotId.TryParse(id[JournalPrefix.Length..], out slot);
    }
}
