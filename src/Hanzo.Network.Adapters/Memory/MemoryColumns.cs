using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Memory;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Memory;

/// <summary>How memories stand in the columns of a table, the same in both databases.</summary>
internal static class MemoryColumns
{
    /// <summary>Of the tables, kept beside the journal's. A higher one is not touched.</summary>
    public const string Version = "1";

    public const string VersionKey = "memory_version";

    /// <summary>In this order.</summary>
    public const string All =
        "id, owner, agent, user_name, sessions, kind, source, text, importance, created, last_used, uses, shared, embedder, embedding";

    public const string Traits = "id, kind, importance, created, last_used, uses";

    /// <summary>Of a memory that is recalled once more: parameters are the time, how many uses make it last, and its id.</summary>
    public static string Use(string at, string least, string id) =>
        $"""
        UPDATE hanzo_memory SET uses = uses + 1,
            last_used = CASE WHEN last_used < {at} THEN {at} ELSE last_used END,
            kind = CASE WHEN kind = 'short_term' AND uses + 1 >= {least} THEN 'long_term' ELSE kind END
        WHERE id = {id}
        """;

    private const double Thousandths = 1000;

    public static long ImportanceOf(double importance) => (long)Math.Round(Math.Clamp(importance, 0, 1) * Thousandths);

    public static double ImportanceOf(long thousandths) => thousandths / Thousandths;

    /// <summary>With a space before and after each, so that one is found among them.</summary>
    public static string SessionsOf(ImmutableArray<string> sessions) => sessions.IsEmpty ? "" : SessionOf(string.Join(' ', sessions));

    public static string SessionOf(string session) => $" {session} ";

    public static ImmutableArray<string> SessionsOf(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    public static string UserOf(string? user) => user ?? "";

    public static string? NullableUserOf(string text) => text.Length == 0 ? null : text;

    public static ReadOnlySpan<byte> BytesOf(ReadOnlyMemory<float> vector) => MemoryMarshal.AsBytes(vector.Span);

    public static float[] VectorOf(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();

    /// <exception cref="EventStoreException">It is another version.</exception>
    public static void Require(string store, string version)
    {
        if (version == Version) return;
        throw new EventStoreException(
            store,
            EventStoreProblem.Unreadable,
            $"it has memories of format '{version}'; this program reads and writes format {Version}. Use the version of the program that "
                + "wrote them.");
    }

    /// <summary>Of <see cref="All"/>: texts, whole numbers and bytes.</summary>
    public static object[] Values(MemoryEntry entry) =>
    [
        entry.Id, entry.Owner.Key, entry.Agent, UserOf(entry.User), SessionsOf(entry.Sessions), MemoryNames.Of(entry.Kind),
        MemoryNames.Of(entry.Source), entry.Text, ImportanceOf(entry.Importance), JournalFormat.TicksOf(entry.Created),
        JournalFormat.TicksOf(entry.LastUsed), (long)entry.Uses, entry.IsShared ? 1L : 0L, entry.Embedder,
        BytesOf(entry.Vector).ToArray(),
    ];

    /// <param name="row">Has <see cref="All"/>.</param>
    /// <exception cref="EventStoreException">It holds what this program does not write.</exception>
    public static MemoryEntry Entry(string store, IDatabaseRow row)
    {
        try
        {
            return new MemoryEntry
            {
                Id = row.Text(0),
                Owner = MemoryOwner.Parse(row.Text(1)),
                Agent = row.Text(2),
                User = NullableUserOf(row.Text(3)),
                Sessions = SessionsOf(row.Text(4)),
                Kind = MemoryNames.KindOf(row.Text(5)),
                Source = MemoryNames.SourceOf(row.Text(6)),
                Text = row.Text(7),
                Importance = ImportanceOf(row.Number(8)),
                Created = JournalFormat.TimeOf(row.Number(9)),
                LastUsed = JournalFormat.TimeOf(row.Number(10)),
                Uses = (int)row.Number(11),
                IsShared = row.Number(12) != 0,
                Embedder = row.Text(13),
                Vector = VectorOf(row.Bytes(14)),
            };
        }
        catch (FormatException e)
        {
            throw new EventStoreException(store, EventStoreProblem.Unreadable, $"a memory in it cannot be read: {e.Message}", e);
        }
    }

    /// <param name="row">Has <see cref="Traits"/>.</param>
    public static MemoryTrait Trait(IDatabaseRow row) => new(
        row.Text(0), MemoryNames.KindOf(row.Text(1)), ImportanceOf(row.Number(2)), JournalFormat.TimeOf(row.Number(3)),
        JournalFormat.TimeOf(row.Number(4)), (int)row.Number(5));
}
