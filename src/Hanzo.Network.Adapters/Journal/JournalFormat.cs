using System.Globalization;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// What is written into the columns of Akka.Persistence.Sql's default tables, and beside them. The tables and columns are the
/// same, so that queries and tools for them find sessions, numbers and times; the bytes of an event are ours.
/// </summary>
internal static class JournalFormat
{
    /// <summary>Column <c>identifier</c>: the number of the serializer whose bytes the column <c>message</c> holds.</summary>
    public const int SerializerId = 5680;

    /// <summary>Of the tables and of what the table <c>hanzo_journal</c> holds. A higher one is not touched.</summary>
    public const int Version = 1;

    public const string VersionKey = "version";
    public const string IdKey = "id";

    /// <summary>Column <c>created</c>: ticks of UTC.</summary>
    public static long TicksOf(DateTimeOffset at) => at.UtcTicks;

    public static DateTimeOffset TimeOf(long ticks) =>
        new(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    /// <param name="persistenceId">A parameter or column of SQL.</param>
    public static string EndOf(string persistenceId) => $"SELECT max(sequence_number) FROM journal WHERE persistence_id = {persistenceId}";

    /// <summary>The highest number up to another one, deleted or not.</summary>
    public static string LastUpTo(string persistenceId, string sequence) =>
        $"{EndOf(persistenceId)} AND sequence_number <= {sequence}";

    public static string SnapshotsIn(string persistenceId, string from, string to, string since, string until) =>
        $"persistence_id = {persistenceId} AND sequence_number BETWEEN {from} AND {to} AND created BETWEEN {since} AND {until}";

    /// <summary>Events, and bytes of events and snapshots.</summary>
    /// <param name="length">The function that tells how many bytes a column has.</param>
    /// <param name="isThere">True of an event that is not deleted.</param>
    public static string SizeOf(string persistenceId, string length, string isThere) =>
        $"""
        SELECT count(*), CAST(coalesce(sum({length}(message)), 0) + (
            SELECT coalesce(sum({length}(snapshot)), 0) FROM snapshot WHERE persistence_id = {persistenceId}) AS BIGINT)
        FROM journal WHERE persistence_id = {persistenceId} AND {isThere}
        """;

    /// <summary>
    /// Ids from one text on and before another, each found by one step in the index of the table, however many events it has.
    /// </summary>
    public static string IdsBetween(string from, string before, string most) =>
        $"""
        WITH RECURSIVE ids(id) AS (
            SELECT min(persistence_id) FROM journal WHERE persistence_id >= {from} AND persistence_id < {before}
            UNION ALL
            SELECT (SELECT min(persistence_id) FROM journal WHERE persistence_id > ids.id AND persistence_id < {before})
            FROM ids WHERE ids.id IS NOT NULL)
        SELECT id FROM ids WHERE id IS NOT NULL LIMIT {most}
        """;

    /// <param name="version">What the table <c>hanzo_journal</c> holds of it.</param>
    /// <exception cref="EventStoreException">It is another version.</exception>
    public static void Require(string store, string version)
    {
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number != Version)
            throw Foreign(store, $"format '{version}'");
    }

    /// <param name="first">The id found when this process opened the store, null when it does so now.</param>
    /// <exception cref="EventStoreException">What sessions go on with is not there any more.</exception>
    public static void RequireSame(string store, string? first, string found)
    {
        if (first is not null && first != found)
            throw new EventStoreException(
                store,
                EventStoreProblem.Unreadable,
                $"another journal is in its place (id {found}; it was {first} when this node began). Put the first one back, or start "
                    + "the node again to use this one.");
    }

    public static EventStoreException Foreign(string store, string found) => new(
        store,
        EventStoreProblem.Unreadable,
        $"it has {found}; this program reads and writes format {Version}. Use the version of the program that wrote it, or another "
            + "journal.");
}
