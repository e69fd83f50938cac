using System.Collections.Immutable;

namespace Hanzo.Network.Agents;

/// <summary>The newest <see cref="RunNote.MaxKept"/> notes, one per run, the latest started first.</summary>
public sealed record RecentRuns(ImmutableArray<RunNote> Notes)
{
    public static readonly RecentRuns None = new([]);

    /// <summary>A run that has ended is never noted as running again: notes may arrive out of order.</summary>
    public RecentRuns With(RunNote note)
    {
        var at = Notes.IndexOf(note, 0, Notes.Length, SameRun.Instance);
        if (at >= 0)
        {
            var late = Notes[at].Duration is not null && note.Duration is null;
            return late || Notes[at] == note ? this : new RecentRuns(Notes.SetItem(at, note));
        }

        var position = 0;
        while (position < Notes.Length && Notes[position].StartedAt > note.StartedAt) position++;
        if (position >= RunNote.MaxKept) return this;
        var kept = Notes.Length >= RunNote.MaxKept ? Notes.RemoveAt(Notes.Length - 1) : Notes;
        return new RecentRuns(kept.Insert(position, note));
    }

    private sealed class SameRun : IEqualityComparer<RunNote>
    {
        public static readonly SameRun Instance = new();

        public bool Equals(RunNote? x, RunNote? y) => x?.Run == y?.Run;

        public int GetHashCode(RunNote obj) => obj.Run.GetHashCode();
    }
}
