using Hanzo.Network.Agents;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>Journals of closed groups, whose histories go over into the present group's.</summary>
/// <param name="present">Ended with this.</param>
internal sealed class ClosedHistories(ReplicatedEventStore present, TimeProvider time, IIds ids) : IClosedHistories, IDisposable
{
    public IClosedJournal? Open(string group, string folder)
    {
        var path = Path.Combine(folder, ReplicatedJournal.FileName);
        if (!File.Exists(path)) return null;
        try
        {
            return new ClosedJournal(new SqliteEventStore(path, time, ids), present, $"group {group}");
        }
        catch (EventStoreException failure)
        {
            throw new ConsensusLogException(path, $"the closed group's journal cannot be read: {failure.Message}", failure);
        }
    }

    public void Dispose() => present.Dispose();

    private sealed class ClosedJournal(SqliteEventStore closed, IHistoryTarget present, string source) : IClosedJournal
    {
        /// <summary>Beyond all ids.</summary>
        private const string End = "\U0010FFFF";

        public Task<IReadOnlyList<string>> IdsAsync(string? after, int most, CancellationToken cancellation) =>
            closed.IdsAsync(after is null ? "" : after + "\u0001", End, most, cancellation);

        public async Task<bool> CarryAsync(string id, CancellationToken cancellation)
        {
            var highest = await closed.HighestAsync(id, cancellation);
            try
            {
                await present.ImportAsync(await HistoryImport.OfAsync(closed, source, id, highest, cancellation), cancellation);
                return true;
            }
            catch (EventStoreConflictException)
            {
                return false;
            }
        }

        public void Dispose() => closed.Dispose();
    }
}
