using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>Which histories of a file go over into the network's journal, and how far each is: see <see cref="MovedHistory"/>.</summary>
internal sealed class SqliteHistories(SqliteJournalFile file, SqliteKeeper keeper, TimeProvider time)
{
    /// <summary>All but the records of one node, by the index of numbers alone.</summary>
    private static readonly string Ends =
        "SELECT persistence_id AS id, max(sequence_number) AS highest, min(sequence_number) AS lowest FROM journal WHERE "
            + string.Join(" AND ", NodeRecords.Beginnings.Select(prefix => $"NOT ({Begins(prefix)})"))
            + " AND persistence_id > ?1{0} GROUP BY persistence_id";

    // What has arrived and is not deleted yet is left to be done, too.
    private static readonly string IsUnmoved = FormattableString.Invariant(
        $"(highest < {2 * MovedHistory.Step} OR (highest < {3 * MovedHistory.Step} AND lowest < {MovedHistory.Step}))");

    /// <summary>Durable when it completes, as an append is.</summary>
    /// <returns>False: the history ends otherwise by now.</returns>
    public Task<bool> MarkAsync(string persistenceId, long end, long sequence) =>
        keeper.PutAsync(persistenceId, end, sequence, MovedHistory.Manifest, JournalFormat.TicksOf(time.GetUtcNow()));

    /// <param name="after">The last id of the page before; empty: from the first.</param>
    /// <param name="indices">Those that go over last, or all others.</param>
    public Task<List<string>> UnmovedAsync(string after, bool indices, int most, CancellationToken cancellation) => Task.Run(
        () =>
        {
            var which = $" AND {(indices ? "" : "NOT ")}({Begins(MovedHistory.Indices)})";
            using var connection = file.Open();
            using var select = connection.Prepare(FormattableString.Invariant(
                $"SELECT id FROM ({Of(which)}) WHERE {IsUnmoved} ORDER BY id LIMIT {most}"));
            return Ids(select.Bind(1, after));
        },
        cancellation);

    /// <returns>How many are left to go over, and the first of those that stay for good.</returns>
    public Task<(long Left, List<string> Kept)> CountUnmovedAsync(int most, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var connection = file.Open();
            using var count = connection.Prepare($"SELECT count(*) FROM ({Of("")}) WHERE {IsUnmoved}");
            var left = count.Bind(1, "").Step() ? count.Number(0) : 0;
            using var kept = connection.Prepare(FormattableString.Invariant(
                $"SELECT id FROM ({Of("")}) WHERE highest >= {3 * MovedHistory.Step} ORDER BY id LIMIT {most}"));
            return (left, Ids(kept.Bind(1, "")));
        },
        cancellation);

    private static string Of(string which) => Ends.Replace("{0}", which, StringComparison.Ordinal);

    /// <summary>By the order of the index: up to the text that follows all that begin so.</summary>
    private static string Begins(string prefix) =>
        $"persistence_id >= '{prefix}' AND persistence_id < '{prefix[..^1]}{(char)(prefix[^1] + 1)}'";

    private static List<string> Ids(SqliteStatement select)
    {
        var ids = new List<string>();
        while (select.Step()) ids.Add(select.Text(0));
        return ids;
    }
}
