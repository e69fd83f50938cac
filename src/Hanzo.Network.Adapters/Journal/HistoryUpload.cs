using Hanzo.Network.Consensus.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>Brings a history into a group's journal: in parts out of sight, then all at once.</summary>
/// <param name="store">For errors.</param>
/// <param name="change">Proposes a command until it is known what became of it.</param>
internal sealed class HistoryUpload(string store, Func<JournalCommand, int, CancellationToken, Task<JournalResult>> change)
{
    /// <summary>Of events in one command, which then mostly fits one entry of the log; an event that is larger is one command.</summary>
    private const int PartBytes = 192 * 1024;

    private const int PartEvents = 512;

    /// <summary>What a part takes beside payload and texts.</summary>
    private const int EventBytes = 32;

    /// <summary>Others that bring the same may be in the way; also what takes more than members keep out of sight.</summary>
    private const int MostAttempts = 3;

    public async Task BringAsync(HistoryImport history, long present, CancellationToken cancellation)
    {
        Check(history);
        var summary = await SummaryAsync(history, cancellation);
        var import = new JournalCommand.Import(history.PersistenceId, history.Source, summary);
        // Mostly it has been brought before then.
        if (present > 0 && await EndsAsync(import, cancellation)) return;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            await StageAsync(history, cancellation);
            if (await EndsAsync(import, cancellation)) return;
        }

        throw new EventStoreException(
            store,
            EventStoreProblem.Overloaded,
            $"the history of '{history.PersistenceId}' from {history.Source} did not become whole in {MostAttempts} attempts; none of "
                + "it is there.");
    }

    private static void Check(HistoryImport history)
    {
        AppendLimits.Check(history.PersistenceId, 0, "", []);
        if (history.Source.Length is < 1 or > HistoryImport.MaxSourceChars)
            throw new ArgumentOutOfRangeException(
                nameof(history), history.Source.Length, $"a source's name has 1 to {HistoryImport.MaxSourceChars} characters.");
        ArgumentOutOfRangeException.ThrowIfLessThan(history.Highest, 1, nameof(history));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(history.Snapshots.Count, HistoryImport.MaxSnapshots, nameof(history));
        foreach (var snapshot in history.Snapshots) AppendLimits.Check(history.PersistenceId, snapshot);
    }

    private static async Task<HistorySummary> SummaryAsync(HistoryImport history, CancellationToken cancellation)
    {
        using var digest = new HistoryDigest();
        var last = 0L;
        await foreach (var stored in history.Read(cancellation))
        {
            AppendLimits.Check(history.PersistenceId, stored.Sequence - 1, stored.Writer, [new NewEvent(stored.Manifest, stored.Payload)]);
            if ((last > 0 && stored.Sequence != last + 1) || stored.Sequence > history.Highest)
                throw new ArgumentException(
                    $"the history of '{history.PersistenceId}' to {history.Highest} has {stored.Sequence} after {last}.", nameof(history));
            last = stored.Sequence;
            digest.Add(stored);
        }

        if (last > 0 && last < history.Highest)
            throw new ArgumentException(
                $"the history of '{history.PersistenceId}' ends at {last}, before {history.Highest}.", nameof(history));
        foreach (var snapshot in history.Snapshots) digest.Add(snapshot);
        return digest.End(history.Highest);
    }

    /// <returns>False: it is not staged as a whole.</returns>
    private async Task<bool> EndsAsync(JournalCommand.Import import, CancellationToken cancellation)
    {
        var result = await change(import, 0, cancellation);
        return result.Verdict switch
        {
            JournalVerdict.Done => true,
            JournalVerdict.Conflict => throw new EventStoreConflictException(import.PersistenceId, result.End),
            _ => false,
        };
    }

    private async Task StageAsync(HistoryImport history, CancellationToken cancellation)
    {
        var part = new List<StoredEvent>();
        var bytes = 0;
        await foreach (var stored in history.Read(cancellation))
        {
            var more = EventBytes + stored.Payload.Length + (4 * (stored.Manifest.Length + stored.Writer.Length));
            if (part.Count == PartEvents || (part.Count > 0 && bytes + more > PartBytes)) await SendAsync();
            part.Add(stored);
            bytes += more;
        }

        if (part.Count > 0) await SendAsync();
        foreach (var snapshot in history.Snapshots)
        {
            var stage = new JournalCommand.Stage(history.PersistenceId, history.Source, [], [snapshot]);
            await change(stage, snapshot.Payload.Length, cancellation);
        }

        async Task SendAsync()
        {
            await change(new JournalCommand.Stage(history.PersistenceId, history.Source, [.. part], []), bytes, cancellation);
            part.Clear();
            bytes = 0;
        }
    }
}
