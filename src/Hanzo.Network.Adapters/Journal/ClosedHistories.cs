using Hanzo.Network.Agents;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>Journals of closed groups, whose histories go over into the present group's.</summary>
/// <param name="present">Ended with this.</param>
internal sealed class ClosedHistories(ReplicatedEventStore present, TimeProvider time, IIds ids) : IClosedHistories, IDisposable
{
    public IClosedJournal? Open(
        string group, string folder, Func<HistoryImport, CancellationToken, Task<IReadOnlyList<NewEvent>?>> merge)
    {
        var path = Path.Combine(folder, ReplicatedJournal.FileName);
        if (!File.Exists(path)) return null;
        try
        {
            return new ClosedJournal(new SqliteEventStore(path, time, ids), present, $"group {group}", merge);
        }
        catch (EventStoreException failure)
        {
            throw new ConsensusLogException(path, $"the closed group's journal cannot be read: {failure.Message}", failure);
        }
    }

    public void Dispose() => present.Dispose();

    private sealed class ClosedJournal(
        SqliteEventStore closed, ReplicatedEventStore present, string source,
        Func<HistoryImport, CancellationToken, Task<IReadOnlyList<NewEvent>?>> merge) : IClosedJournal
    {
        /// <summary>Beyond all ids.</summary>
        private const string End = "\U0010FFFF";

        /// <summary>What follows all that begin as indices do.</summary>
        private static readonly string AfterIndices = MovedHistory.Indices[..^1] + (char)(MovedHistory.Indices[^1] + 1);

        public async Task<IReadOnlyList<string>> IdsAsync(string? after, bool indices, int most, CancellationToken cancellation)
        {
            var from = after is null ? "" : after + "\u0001";
            if (indices) return await closed.IdsAsync(Later(from, MovedHistory.Indices), AfterIndices, most, cancellation);
            if (string.CompareOrdinal(from, MovedHistory.Indices) < 0
                && await closed.IdsAsync(from, MovedHistory.Indices, most, cancellation) is { Count: > 0 } before) return before;
            return await closed.IdsAsync(Later(from, AfterIndices), End, most, cancellation);
        }

        public async Task<bool> CarryAsync(string id, CancellationToken cancellation)
        {
            var highest = await closed.HighestAsync(id, cancellation);
            var history = await HistoryImport.OfAsync(closed, source, id, highest, cancellation);
            return await present.ImportOrMergeAsync(history, merge, cancellation);
        }

        private static string Later(string one, string other) => string.CompareOrdinal(one, other) > 0 ? one : other;

        public void Dispose() => closed.Dispose();
    }
}
