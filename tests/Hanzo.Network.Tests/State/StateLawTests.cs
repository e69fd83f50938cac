using FsCheck;
using FsCheck.Fluent;
using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

/// <summary>Random histories of three writers that hear of each other now and then, key by key, late, twice, in any order.</summary>
public sealed class StateLawTests
{
    private const int Nodes = 3;
    private static readonly string[] Keys = ["a", "b"];
    private static readonly Arbitrary<int[]> Histories = Gen.ListOf(Gen.Choose(0, 1_000_000)).Select(list => list.ToArray()).ToArbitrary();

    [Fact]
    public void Merging_is_commutative_associative_and_idempotent() => Check((writers, _) =>
    {
        foreach (var key in Keys)
        {
            var (a, b, c) = (Entry(writers[0], key), Entry(writers[1], key), Entry(writers[2], key));
            a.Merge(b).Dump().ShouldBe(b.Merge(a).Dump());
            a.Merge(b).Merge(c).Dump().ShouldBe(a.Merge(b.Merge(c)).Dump());
            a.Merge(a).ShouldBeSameAs(a);
            var all = a.Merge(b).Merge(c);
            all.Merge(b).ShouldBeSameAs(all);
        }
    });

    [Fact]
    public void All_converge_to_the_same_in_whatever_order_they_hear_of_it() => Check((writers, dice) =>
    {
        var cells = writers.Nodes.SelectMany(node => node.Board.All())
            .SelectMany(pair => pair.Value.Cells.Select(cell => (pair.Key, Writer: cell.Key, Cell: cell.Value))).ToList();
        var late = new StateBoard();
        foreach (var (key, writer, cell) in cells.Concat(cells).OrderBy(_ => dice.Next())) late.Merge(key, writer, cell);
        writers.Meet();

        foreach (var node in writers.Nodes) node.Dump().ShouldBe(writers[0].Dump());
        string.Join('\n', late.All().Select(pair => $"{pair.Key}: {pair.Value.Dump()}")).ShouldBe(writers[0].Dump());
    });

    [Fact]
    public void Replayed_journals_give_the_same_in_any_order_and_twice() => Check((writers, dice) =>
    {
        var board = new StateBoard();
        foreach (var node in writers.Nodes.Concat(writers.Nodes).OrderBy(_ => dice.Next()))
        {
            var writer = new StateWriter(board, "again");
            foreach (var @event in node.Journal) writer.Replay(@event.Manifest, @event.Payload.Span);
            writer.Journaled.ShouldBe(node.Journal.Count);
        }

        writers.Meet();
        string.Join('\n', board.All().Select(pair => $"{pair.Key}: {pair.Value.Dump()}")).ShouldBe(writers[0].Dump());
    });

    [Fact]
    public void Without_removals_every_increment_and_every_item_counts_once()
    {
        Prop.ForAll(Histories, history =>
        {
            var (writers, sum, items) = (new Writers(Nodes), 0L, new List<string>());
            foreach (var step in history)
            {
                var node = writers[step % Nodes];
                switch (step / Nodes % 4)
                {
                    case 0:
                        node.Increment("count", step % 100);
                        sum += step % 100;
                        break;
                    case 1:
                        items.Add($"item {items.Count}");
                        node.Append("list", items[^1]);
                        break;
                    default:
                        node.Hear(writers[step / 12 % Nodes]);
                        break;
                }
            }

            writers.Meet();
            StateReading.CountOf(Entry(writers[1], "count")).ShouldBe(sum);
            StateReading.ItemsOf(Entry(writers[2], "list")).Select(item => item.Value)
                .ShouldBe(items.Select(StateValue.Of), ignoreOrder: true);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_last_value_by_hybrid_time_counts_and_no_more_is_kept_than_was_written_concurrently() => Check((writers, _) =>
    {
        writers.Meet();
        foreach (var key in Keys)
        {
            var entry = Entry(writers[0], key);
            entry.Cells.Count.ShouldBeLessThanOrEqualTo(Nodes);
            var item = StateReading.Of(StateKey.Parse(key), entry);
            if (item.Kind == StateKind.Register) item.Conflicts.ShouldAllBe(c => c.Kind != StateKind.Register || c.Time <= item.Time);
        }

        writers[0].Set("settled", "x");
        writers.Meet();
        Entry(writers[1], "settled").Cells.Count.ShouldBe(1);
    });

    private static StateEntry Entry(Writers.Node node, string key) => node.Board.Entry(StateKey.Parse(key));

    private static void Check(Action<Writers, Random> property) => Prop.ForAll(Histories, history =>
    {
        var writers = new Writers(Nodes);
        foreach (var step in history) Step(writers, step);
        property(writers, new Random(history.Length));
    }).QuickCheckThrowOnFailure();

    private static void Step(Writers writers, int step)
    {
        var node = writers[step % Nodes];
        var (action, key, rest) = (step / 3 % 8, StateKey.Parse(Keys[step / 24 % 2]), step / 48);
        switch (action)
        {
            case 0 or 1:
                node.Do(new SetValue(key, StateValue.Of(rest)));
                break;
            case 2:
                node.Do(new AppendItem(key, StateValue.Of(rest)));
                break;
            case 3:
                node.Do(new IncrementCount(key, rest % 100));
                break;
            case 4:
                node.Do(new RemoveKey(key));
                break;
            case 5:
                node.Skew = rest % 100_000;
                break;
            default:
                node.Hear(key, Entry(writers[rest % Nodes], key.Value));
                break;
        }
    }
}
