using System.Globalization;
using System.Text;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Tests.Persistence;

/// <summary>
/// A journal as an earlier version of this program wrote it, kept for ever: <c>journal.N.db</c> as the store left it, and beside it
/// the same as text, an event a line: persistence id, number, manifest, JSON. Neither is ever changed; a new format gets a new number.
/// </summary>
internal sealed class GoldenJournal : IDisposable
{
    private readonly DirectoryInfo _folder;

    private GoldenJournal(DirectoryInfo folder)
    {
        _folder = folder;
        Store = new SqliteEventStore(FileIn(folder), TimeProvider.System, new SystemIds(TimeProvider.System));
    }

    public SqliteEventStore Store { get; }

    /// <summary>A copy of one that is kept.</summary>
    public static GoldenJournal Open(int number)
    {
        var folder = NewFolder();
        File.Copy(Kept(number, "db"), FileIn(folder));
        return new GoldenJournal(folder);
    }

    /// <summary>One that this version writes, as the first that is kept was made.</summary>
    public static async Task<GoldenJournal> WriteAsync(ILookup<string, GoldenEvent> events)
    {
        var journal = new GoldenJournal(NewFolder());
        foreach (var session in events)
        {
            var writes = session.Select(e => new NewEvent(e.Manifest, Encoding.UTF8.GetBytes(e.Json))).ToArray();
            await journal.Store.AppendAsync(session.Key, 0, "golden", writes, CancellationToken.None);
        }

        return journal;
    }

    public static ILookup<string, GoldenEvent> Events(int number) =>
        File.ReadLines(Kept(number, "txt")).Select(GoldenEvent.Parse).ToLookup(e => e.Session);

    public async Task<List<GoldenEvent>> ReadAsync(string session)
    {
        var read = new List<GoldenEvent>();
        await foreach (var stored in Store.ReadAsync(session, 1, CancellationToken.None))
            read.Add(new GoldenEvent(session, stored.Sequence, stored.Manifest, Encoding.UTF8.GetString(stored.Payload.Span)));
        return read;
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Delete(recursive: true);
    }

    private static DirectoryInfo NewFolder() => Directory.CreateTempSubdirectory("hanzo-golden-");

    private static string FileIn(DirectoryInfo folder) => Path.Combine(folder.FullName, SqliteEventStore.FileName);

    private static string Kept(int number, string format) =>
        Path.Combine(AppContext.BaseDirectory, "Persistence", "Golden", $"journal.{number}.{format}");
}

internal sealed record GoldenEvent(string Session, long Sequence, string Manifest, string Json)
{
    public static GoldenEvent Parse(string line)
    {
        var parts = line.Split(' ', 4);
        return new GoldenEvent(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), parts[2], parts[3]);
    }
}
