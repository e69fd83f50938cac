using System.Collections.Immutable;

namespace Hanzo.Network.Agents;

/// <summary>The newest <see cref="RunNote.MaxKept"/> runs; a later note of a run replaces the earlier one in its place.</summary>
internal sealed class RecentRuns
{
    private ImmutableList<RunNote> _notes = [];

    /// <summary>Newest first.</summary>
    public ImmutableArray<RunNote> Newest => [.. Volatile.Read(ref _notes)];

    public void Note(RunNote note) => ImmutableInterlocked.Update(ref _notes, With, note);

    private static ImmutableList<RunNote> With(ImmutableList<RunNote> notes, RunNote note)
    {
        var known = notes.FindIndex(other => other.Run == note.Run);
        if (known >= 0) return notes.SetItem(known, note);
        var position = notes.FindIndex(other => other.StartedAt <= note.StartedAt);
        var added = notes.Insert(position < 0 ? notes.Count : position, note);
        return added.Count > RunNote.MaxKept ? added.RemoveAt(added.Count - 1) : added;
    }
}
