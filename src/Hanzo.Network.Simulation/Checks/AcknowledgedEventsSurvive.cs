namespace Hanzo.Network.Simulation.Checks;

/// <summary>Every event that a node was told is stored is in the journal at the end, in its place, as it was written.</summary>
internal sealed class AcknowledgedEventsSurvive() : Checker("acknowledged events survive")
{
    private readonly OrderedDictionary<string, Journal> _journals = new(StringComparer.Ordinal);

    public override void See(Observation observation)
    {
        switch (observation)
        {
            case AppendAcknowledged acknowledged:
                Judged();
                Acknowledge(Of(acknowledged.PersistenceId), acknowledged);
                break;
            case EventRead read:
                Read(Of(read.PersistenceId), read);
                break;
        }
    }

    protected override void Close(TimeSpan at)
    {
        foreach (var (id, journal) in _journals)
        {
            if (journal.Highest is not { } highest || journal.ReadTo >= highest.LastSequence) continue;
            Break(at, $"event {journal.ReadTo + 1} of {id} is not in the journal; up to {highest.LastSequence} was acknowledged to "
                + $"{Say.Process(highest.Node, highest.Life)} at {Say.Time(highest.At)}");
        }
    }

    private Journal Of(string id)
    {
        if (!_journals.TryGetValue(id, out var journal)) _journals.Add(id, journal = new Journal());
        return journal;
    }

    private void Acknowledge(Journal journal, AppendAcknowledged acknowledged)
    {
        if (journal.Acknowledged.TryGetValue(acknowledged.LastSequence, out var first))
        {
            if (first.Content != acknowledged.Content || first.Writer != acknowledged.Writer)
                Break(acknowledged.At, $"event {acknowledged.LastSequence} of {acknowledged.PersistenceId} was acknowledged to "
                    + $"{Say.Process(first.Node, first.Life)} at {Say.Time(first.At)}, and another one in its place to "
                    + Say.Process(acknowledged.Node, acknowledged.Life));
            return;
        }

        journal.Acknowledged.Add(acknowledged.LastSequence, acknowledged);
        if (journal.Highest is null || journal.Highest.LastSequence < acknowledged.LastSequence) journal.Highest = acknowledged;
    }

    private void Read(Journal journal, EventRead read)
    {
        if (read.Sequence == journal.ReadTo + 1) journal.ReadTo++;
        if (!journal.Acknowledged.TryGetValue(read.Sequence, out var acknowledged)) return;
        if (acknowledged.Content != read.Content || acknowledged.Writer != read.Writer)
            Break(read.At, $"event {read.Sequence} of {read.PersistenceId} is not the one that was acknowledged to "
                + $"{Say.Process(acknowledged.Node, acknowledged.Life)} at {Say.Time(acknowledged.At)}");
    }

    private sealed class Journal
    {
        public Dictionary<long, AppendAcknowledged> Acknowledged { get; } = [];
        public AppendAcknowledged? Highest { get; set; }
        public long ReadTo { get; set; }
    }
}
