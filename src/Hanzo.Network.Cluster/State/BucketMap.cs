using Akka.Cluster;
using Akka.DistributedData;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.State;

/// <summary>
/// How a bucket of keys is in Distributed Data: a map with a cell for each key and writer, whose timestamp is the cell's
/// sequence. So a cell has one author, and whoever passes it on writes the same.
/// </summary>
internal static class BucketMap
{
    // Neither keys nor ids of nodes have it.
    private const char Between = ' ';

    public static LWWDictionaryKey<string, string> KeyOf(int bucket) => new($"state/{bucket}");

    public static bool TryBucketOf(string id, out int bucket)
    {
        bucket = 0;
        return id.StartsWith("state/", StringComparison.Ordinal) && int.TryParse(id.AsSpan("state/".Length), out bucket);
    }

    /// <summary>The map with what the entries hold, and without what they have replaced. Runs in the replicator: pure.</summary>
    public static LWWDictionary<string, string> With(
        LWWDictionary<string, string> map, UniqueAddress self, IReadOnlyDictionary<StateKey, StateEntry> entries)
    {
        var after = map;
        foreach (var (name, text) in map.AsEnumerable())
        {
            if (TryParse(name, out var key, out var writer) && entries.TryGetValue(key, out var entry)
                && !entry.Cells.ContainsKey(writer) && TryRead(text) is { } cell && ReferenceEquals(entry.Merge(writer, cell), entry))
                after = after.Remove(self, name);
        }

        foreach (var (key, entry) in entries)
            foreach (var (writer, cell) in entry.Cells)
                after = WithCell(after, self, NameOf(key, writer), cell);
        return after;
    }

    /// <summary>
    /// As <see cref="With"/>, and never the very map: Akka.NET (1.5) fails an update of such a map that changes nothing, since its
    /// delta is missing then.
    /// </summary>
    public static LWWDictionary<string, string> Touched(
        LWWDictionary<string, string> map, UniqueAddress self, IReadOnlyDictionary<StateKey, StateEntry> entries)
    {
        var after = With(map, self, entries);
        if (!ReferenceEquals(after, map)) return after;
        var held = entries.SelectMany(entry => entry.Value.Cells.Keys, (entry, writer) => NameOf(entry.Key, writer))
            .FirstOrDefault(name => map.ContainsKey(name));
        return held is null ? map : map.SetItem(self, held, map[held], (timestamp, _) => timestamp);
    }

    /// <summary>Puts on the board what it has not got.</summary>
    /// <param name="unreadable">Told the name of each cell that this version cannot read, and why.</param>
    public static void Tell(LWWDictionary<string, string> map, StateBoard board, Action<string, string> unreadable)
    {
        foreach (var (name, text) in map.AsEnumerable())
        {
            try
            {
                if (!TryParse(name, out var key, out var writer)) throw new FormatException("it is not named after a key and a writer.");
                if (board.Entry(key).Cells.GetValueOrDefault(writer)?.Text != text) board.Merge(key, writer, StateCell.Parse(text));
            }
            catch (FormatException error)
            {
                unreadable(name, error.Message);
            }
        }
    }

    private static LWWDictionary<string, string> WithCell(
        LWWDictionary<string, string> map, UniqueAddress self, string name, StateCell cell)
    {
        if (map.TryGetValue(name, out var text) && (text == cell.Text || TryRead(text)?.Part.Sequence >= cell.Part.Sequence)) return map;
        var sequence = cell.Part.Sequence;
        return map.SetItem(self, name, cell.Text, (_, _) => sequence);
    }

    private static string NameOf(StateKey key, string writer) => $"{key}{Between}{writer}";

    private static bool TryParse(string name, out StateKey key, out string writer)
    {
        var at = name.IndexOf(Between, StringComparison.Ordinal);
        writer = at < 0 ? "" : name[(at + 1)..];
        key = default;
        return at > 0 && writer.Length > 0 && StateKey.TryParse(name[..at], out key);
    }

    private static StateCell? TryRead(string text)
    {
        try
        {
            return StateCell.Parse(text);
        }
        catch (FormatException)
        {
            // Of a later version: it is left as it is.
            return null;
        }
    }
}
