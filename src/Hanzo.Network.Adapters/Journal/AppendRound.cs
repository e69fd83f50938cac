namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// The appends of a batch that one statement can store: for each session those that build on each other, each being sure to
/// follow the one before if the first of them is.
/// </summary>
internal sealed class AppendRound
{
    private readonly Dictionary<string, (long Base, long End)> _chains = new(StringComparer.Ordinal);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _decided = new(StringComparer.Ordinal);

    public AppendRound(List<PendingAppend> appends)
    {
        foreach (var append in appends) (Joins(append) ? Now : Later).Add(append);
    }

    public List<PendingAppend> Now { get; } = [];

    /// <summary>What depends on how these end.</summary>
    public List<PendingAppend> Later { get; } = [];

    /// <summary>The last event that must be stored before those of this session.</summary>
    public long BaseOf(PendingAppend append) => _chains[append.PersistenceId].Base;

    /// <param name="refused">The sessions of which nothing was stored, with the last event that they have.</param>
    public void Decide(Dictionary<string, long> refused)
    {
        foreach (var append in Now)
        {
            // Only the first of a session is refused for certain: what was to follow it may follow what is stored.
            if (!refused.TryGetValue(append.PersistenceId, out var end)) append.Decide(append.ExpectedSequence);
            else if (_decided.Add(append.PersistenceId)) append.Decide(end);
            else Later.Add(append);
        }
    }

    private bool Joins(PendingAppend append)
    {
        var id = append.PersistenceId;
        if (_waiting.Contains(id)) return false;
        var end = append.ExpectedSequence + append.Events.Count;
        if (!_chains.TryGetValue(id, out var chain)) chain = (append.ExpectedSequence, append.ExpectedSequence);
        else if (chain.End != append.ExpectedSequence)
        {
            _waiting.Add(id);
            return false;
        }

        _chains[id] = (chain.Base, end);
        return true;
    }
}
