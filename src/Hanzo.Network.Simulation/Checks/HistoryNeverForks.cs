namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// A history has one content: each place is written once, without gaps, and is read as it was written. Fencing: once a writer has
/// opened a session, whoever wrote it before stores nothing there any more. Streams without <c>session.opened</c> have no fence.
/// What a disk keeps through a loss of power is reported as stored, though nobody was told so.
/// </summary>
internal sealed class HistoryNeverForks() : Checker("history never forks")
{
    private readonly OrderedDictionary<string, Stream> _streams = new(StringComparer.Ordinal);

    public override void See(Observation observation)
    {
        switch (observation)
        {
            case EventStored stored:
                Judged();
                Store(Of(stored.PersistenceId), stored);
                break;
            case EventRead read:
                Judged();
                Read(Of(read.PersistenceId), read);
                break;
        }
    }

    protected override void Close(TimeSpan at)
    {
        foreach (var (id, stream) in _streams)
            if (stream.ReadTo < stream.Events.Count)
                Break(at, $"event {stream.ReadTo + 1} of {id} was stored for good and is not in the journal; "
                    + $"{stream.Events.Count} were stored");
    }

    private Stream Of(string id)
    {
        if (!_streams.TryGetValue(id, out var stream)) _streams.Add(id, stream = new Stream());
        return stream;
    }

    private void Store(Stream stream, EventStored stored)
    {
        var end = stream.Events.Count;
        if (stored.Sequence > end + 1)
        {
            Break(stored.At, $"writer {stored.Writer} stored event {stored.Sequence} of {stored.PersistenceId}, which ended at {end}");
            return;
        }

        if (stored.Sequence <= end)
        {
            var (content, writer) = stream.Events[(int)stored.Sequence - 1];
            if (content != stored.Content || writer != stored.Writer)
                Break(stored.At, $"event {stored.Sequence} of {stored.PersistenceId}, written by {writer}, was stored once more by "
                    + $"{stored.Writer}{(content == stored.Content ? "" : " with another content")}");
            return;
        }

        stream.Events.Add((stored.Content, stored.Writer));
        Fence(stream, stored);
    }

    private void Fence(Stream stream, EventStored stored)
    {
        if (stream.Superseded.Contains(stored.Writer))
            Break(stored.At, $"writer {stored.Writer} stored event {stored.Sequence} ({stored.Manifest}) of {stored.PersistenceId} "
                + $"after {stream.Opener} had opened it");
        else if (Manifests.OpensSession(stored.Manifest))
            stream.OpenBy(stored.Writer);
        else if (stream.Opener is { } opener && opener != stored.Writer)
            Break(stored.At, $"writer {stored.Writer} stored event {stored.Sequence} ({stored.Manifest}) of {stored.PersistenceId} "
                + $"without opening it; {opener} has it open");
    }

    private void Read(Stream stream, EventRead read)
    {
        if (read.Sequence != stream.ReadTo + 1)
        {
            Break(read.At, $"the journal holds event {read.Sequence} of {read.PersistenceId} after event {stream.ReadTo}");
            return;
        }

        stream.ReadTo++;
        if (read.Sequence > stream.Events.Count)
            Break(read.At, $"the journal holds event {read.Sequence} of {read.PersistenceId}, which was never stored");
        else if (stream.Events[(int)read.Sequence - 1] != (read.Content, read.Writer))
            Break(read.At, $"event {read.Sequence} of {read.PersistenceId} is not read as it was stored");
    }

    private sealed class Stream
    {
        public List<(ulong Content, string Writer)> Events { get; } = [];
        public HashSet<string> Superseded { get; } = new(StringComparer.Ordinal);
        public string? Opener { get; private set; }
        public long ReadTo { get; set; }

        public void OpenBy(string writer)
        {
            if (Opener is not null && Opener != writer) Superseded.Add(Opener);
            Opener = writer;
        }
    }
}
