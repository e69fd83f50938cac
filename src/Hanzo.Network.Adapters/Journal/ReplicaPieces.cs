using Hanzo.Network.Consensus.Journal;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// Pieces of commands that are too large for one entry, until the last one comes. What is never ended makes room for what comes later, in
/// the order of the log, so that all members forget the same.
/// </summary>
internal sealed class ReplicaPieces(SqliteConnection connection)
{
    public const string Table =
        """
        CREATE TABLE IF NOT EXISTS hanzo_pieces (
            upload TEXT NOT NULL, number INTEGER NOT NULL, arrived INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (upload, number));
        """;

    /// <summary>Of all pieces: of one of the largest commands from each of a dozen members.</summary>
    private const long MaxBytes = 256L * 1024 * 1024;

    /// <param name="index">Of the log's entry.</param>
    public void Keep(JournalFrame frame, long index)
    {
        using var insert = connection.Prepare(
            "INSERT OR REPLACE INTO hanzo_pieces (upload, number, arrived, data) VALUES (?1, ?2, ?3, ?4)");
        insert.Bind(1, frame.Upload).Bind(2, frame.Number).Bind(3, index).Bind(4, frame.Data.Span).Run();
        while (Bytes() > MaxBytes) Forget(Oldest());
    }

    /// <summary>The whole command, whose pieces are gone then.</summary>
    /// <param name="last">The last piece, which was not kept.</param>
    /// <returns>Null: some are missing.</returns>
    public byte[]? Take(JournalFrame last)
    {
        using var select = connection.Prepare("SELECT number, data FROM hanzo_pieces WHERE upload = ?1 ORDER BY number");
        select.Bind(1, last.Upload);
        using var command = new MemoryStream();
        var found = 0;
        for (; select.Step() && select.Number(0) == found; found++) command.Write(select.Blob(1));
        select.Reset();
        Forget(last.Upload);
        if (found != last.Number) return null;
        command.Write(last.Data.Span);
        return command.ToArray();
    }

    private long Bytes()
    {
        using var sum = connection.Prepare("SELECT sum(length(data)) FROM hanzo_pieces");
        return sum.Step() ? sum.Number(0) : 0;
    }

    private string Oldest()
    {
        using var oldest = connection.Prepare("SELECT upload FROM hanzo_pieces GROUP BY upload ORDER BY max(arrived) LIMIT 1");
        return oldest.Step() ? oldest.Text(0) : "";
    }

    private void Forget(string upload)
    {
        using var delete = connection.Prepare("DELETE FROM hanzo_pieces WHERE upload = ?1");
        delete.Bind(1, upload).Run();
    }
}
