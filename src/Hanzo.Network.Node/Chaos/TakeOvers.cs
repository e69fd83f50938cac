using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Chaos;

/// <summary>What became of a run's effects when its session came to another process.</summary>
/// <param name="Count">How often it did.</param>
/// <param name="Reused">Effects whose recorded end counted after the last time.</param>
/// <param name="Repeated">Effects that had begun and were begun once more, without a person's word.</param>
/// <param name="Asked">Effects that had begun and that a person was asked about.</param>
internal sealed record TakeOvers(int Count, int Reused, int Repeated, int Asked)
{
    public static readonly TakeOvers None = new(0, 0, 0, 0);

    /// <param name="history">All of the only run of a session: a number that it has not is the opening by another process.</param>
    public static TakeOvers Of(IEnumerable<SeenStep> history)
    {
        var ledger = new Ledger();
        foreach (var step in history.Where(step => step.Sequence is not null).OrderBy(step => step.Sequence)) ledger.Add(step);
        return ledger.Sum;
    }

    private sealed class Ledger
    {
        private readonly SortedSet<int> _open = [];
        private readonly SortedSet<int> _cut = [];
        private long? _last;
        private int _ended;

        public TakeOvers Sum { get; private set; } = None;

        public void Add(SeenStep step)
        {
            if (step.Sequence - _last > 1)
            {
                Sum = Sum with { Count = Sum.Count + 1, Reused = _ended };
                _cut.UnionWith(_open);
            }

            _last = step.Sequence;
            if (step.Step is { } effect) Add(step.Type, effect);
        }

        private void Add(string type, int effect)
        {
            switch (type)
            {
                case RunEventTypes.ModelCalled or RunEventTypes.ToolCalled or RunEventTypes.ApprovalAnswered:
                    _open.Add(effect);
                    break;
                case RunEventTypes.ApprovalRequested:
                    _open.Remove(effect);
                    if (_cut.Remove(effect)) Sum = Sum with { Asked = Sum.Asked + 1 };
                    break;
                case RunEventTypes.ModelReplied or RunEventTypes.ModelFailed or RunEventTypes.ToolResult:
                    _open.Remove(effect);
                    _ended++;
                    if (_cut.Remove(effect)) Sum = Sum with { Repeated = Sum.Repeated + 1 };
                    break;
            }
        }
    }
}
