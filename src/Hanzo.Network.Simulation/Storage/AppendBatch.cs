using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Storage;

/// <summary>What is written together, each append checked against the index and those before it.</summary>
internal sealed class AppendBatch(EventIndex index, EventStoreFlaws flaws)
{
    private readonly List<LogEntry> _accepted = [];
    private readonly List<(TaskCompletionSource Done, Exception? Refusal)> _answers = [];
    private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);
    private readonly MemoryStream _bytes = new();

    public int Count { get; private set; }

    public bool IsEmpty => _accepted.Count == 0;

    public IReadOnlyList<LogEntry> Accepted => _accepted;

    public ReadOnlyMemory<byte> Bytes => _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length);

    /// <param name="done">Answered with the batch, because a refusal may rest on an append of the same batch.</param>
    public void Take(LogEntry entry, TaskCompletionSource done)
    {
        Count++;
        var append = entry as Append;
        var refusal = append is null ? null : Check(append);
        _answers.Add((done, refusal));
        if (refusal is not null) return;
        if (append is not null) _ends[append.PersistenceId] = append.Last;
        _accepted.Add(entry);
        AppendFormat.Write(entry, _bytes);
    }

    public void Succeed()
    {
        foreach (var (done, refusal) in _answers)
        {
            if (refusal is null) done.TrySetResult();
            else done.TrySetException(refusal);
        }
    }

    public void Fail(IOException failure)
    {
        foreach (var (done, _) in _answers) done.TrySetException(new IOException(failure.Message, failure));
    }

    private Exception? Check(Append append)
    {
        var (id, expected) = (append.PersistenceId, append.First - 1);
        var end = _ends.TryGetValue(id, out var last) ? last : index.HighestOf(id);
        if (end == expected || (end > expected && flaws.FencesNobody)) return null;
        return end > expected
            ? new EventStoreConflictException(id, expected + 1)
            : new ArgumentOutOfRangeException(
                nameof(append), expected, $"'{id}' ends at {end}; an append must not leave a gap.");
    }
}
