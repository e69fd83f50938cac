using System.Globalization;
using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

/// <summary>Some nodes that write to shared state, each with what it knows and a journal, joined by nothing but the test.</summary>
internal sealed class Writers
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly Node[] _nodes;

    public Writers(int count) => _nodes = [.. Enumerable.Range(0, count).Select(i => new Node(i))];

    public IReadOnlyList<Node> Nodes => _nodes;

    public Node this[int index] => _nodes[index];

    /// <summary>Everything comes to everybody.</summary>
    public void Meet()
    {
        foreach (var to in _nodes)
            foreach (var from in _nodes) to.Hear(from);
    }

    internal sealed class Node
    {
        private readonly List<NewEvent> _journal = [];
        private readonly int _index;

        public Node(int index)
        {
            _index = index;
            Writer = new StateWriter(Board, $"n{index}");
            var opened = new WriterOpened($"n{index}~00000000");
            _journal.Add(StateCodec.Encode(opened));
            Writer.Replay(opened);
        }

        public StateBoard Board { get; } = new();

        public StateWriter Writer { get; }

        public IReadOnlyList<NewEvent> Journal => _journal;

        /// <summary>Milliseconds that its clock is off.</summary>
        public int Skew { get; set; }

        public StateDecision Do(StateCommand command)
        {
            var batch = Writer.Begin(Start.AddMilliseconds(_index + Skew));
            var decision = batch.Decide(command);
            _journal.AddRange(batch.Operations.Select(StateCodec.Encode));
            Writer.Commit(batch);
            return decision;
        }

        public void Set(string key, string value) => Do(new SetValue(StateKey.Parse(key), StateValue.Of(value))).Refusal.ShouldBeNull();

        public void Append(string key, string item) => Do(new AppendItem(StateKey.Parse(key), StateValue.Of(item))).Refusal.ShouldBeNull();

        public void Increment(string key, long amount) => Do(new IncrementCount(StateKey.Parse(key), amount)).Refusal.ShouldBeNull();

        public void Remove(string key) => Do(new RemoveKey(StateKey.Parse(key))).Refusal.ShouldBeNull();

        public StateItem Read(string key) => Board.Read(StateKey.Parse(key));

        public string? Json(string key) => Read(key).Value?.Json;

        public void Hear(Node from)
        {
            foreach (var (key, entry) in from.Board.All()) Hear(key, entry);
        }

        public void Hear(StateKey key, StateEntry entry)
        {
            foreach (var (writer, cell) in entry.Cells) Board.Merge(key, writer, StateCell.Parse(cell.Text));
        }

        public string Dump() => string.Join('\n', Board.All().Select(pair => $"{pair.Key}: {pair.Value.Dump()}"));
    }
}

internal static class StateDumps
{
    public static IReadOnlyList<KeyValuePair<StateKey, StateEntry>> All(this StateBoard board) =>
        [.. Enumerable.Range(0, StateBuckets.Count).SelectMany(board.Bucket).OrderBy(pair => pair.Key)];

    /// <summary>What an entry holds and says.</summary>
    public static string Dump(this StateEntry entry)
    {
        var item = StateReading.Of(StateKey.Parse("k"), entry);
        var conflicts = string.Join(' ', item.Conflicts.Select(c => $"{c.Kind} {c.Value} {c.Writer}"));
        var cells = string.Join(
            ' ', entry.Cells.Select(cell => string.Create(CultureInfo.InvariantCulture, $"{cell.Key}@{cell.Value.Part.Sequence}")));
        return $"{item.Kind} {item.Value} {item.Version} [{conflicts}] {cells}";
    }
}
