using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

public sealed class StateBoardTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private readonly Writers _writers = new(2);

    private Writers.Node One => _writers[0];

    [Fact]
    public void Keys_are_listed_in_order_by_their_beginning_without_those_that_were_removed()
    {
        foreach (var key in new[] { "b:2", "a:1", "b:10", "b:1" }) One.Set(key, "x");
        One.Remove("b:10");

        One.Board.List("b:").Select(item => item.Key.Value).ShouldBe(["b:1", "b:2"]);
        One.Board.List("").Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_watcher_sees_what_is_there_then_each_change_and_removals()
    {
        One.Set("a:1", "old");
        One.Set("other", "x");
        using var watcher = One.Board.Watch("a:");
        await using var changes = watcher.ReadAsync().GetAsyncEnumerator();

        (await Next(changes)).ShouldBe("a:1 \"old\"");
        One.Set("other", "y");
        One.Increment("a:2", 3);
        (await Next(changes)).ShouldBe("a:2 3");
        One.Remove("a:1");
        (await Next(changes)).ShouldBe("a:1 ");
    }

    [Fact]
    public void Watchers_have_a_bound_and_who_ends_makes_room()
    {
        var watchers = Enumerable.Range(0, StateBoard.MaxWatchers).Select(_ => One.Board.Watch("")).ToList();

        Should.Throw<Hanzo.Network.Agents.AgentNetworkException>(() => One.Board.Watch("")).Error
            .ShouldBe(Hanzo.Network.Agents.NetworkError.TooManyWatchers);
        watchers[0].Dispose();
        using var last = One.Board.Watch("");
        foreach (var watcher in watchers) watcher.Dispose();
    }

    [Fact]
    public async Task A_slow_watcher_misses_values_that_were_replaced_but_never_the_last()
    {
        using var watcher = One.Board.Watch("");
        for (var i = 0; i < 1000; i++) One.Set($"k{i % 10}", $"{i}");
        await using var changes = watcher.ReadAsync().GetAsyncEnumerator();

        var seen = new List<string>();
        for (var i = 0; i < 10; i++) seen.Add(await Next(changes));
        seen.ShouldBe(Enumerable.Range(0, 10).Select(i => $"k{i} \"{990 + i}\""));
        One.Set("end", "x");
        (await Next(changes)).ShouldBe("end \"x\"");
    }

    [Fact]
    public async Task What_is_heard_again_is_no_change()
    {
        One.Set("a", "x");
        using var watcher = _writers[1].Board.Watch("");
        await using var changes = watcher.ReadAsync().GetAsyncEnumerator();
        _writers[1].Hear(One);
        (await Next(changes)).ShouldBe("a \"x\"");

        _writers[1].Hear(One);
        One.Set("b", "y");
        _writers[1].Hear(One);

        (await Next(changes)).ShouldBe("b \"y\"");
    }

    [Fact]
    public void A_journal_that_lost_its_end_gives_no_number_twice()
    {
        One.Set("a", "x");
        One.Set("a", "y");
        var again = new StateWriter(_writers[1].Board, "n0");
        _writers[1].Hear(One);
        foreach (var @event in One.Journal.Take(2)) again.Replay(@event.Manifest, @event.Payload.Span);

        var batch = again.Begin(DateTimeOffset.UnixEpoch);
        batch.Decide(new SetValue(StateKey.Parse("a"), StateValue.Of("z")));

        batch.Operations.ShouldHaveSingleItem().Sequence.ShouldBe(3);
        again.Commit(batch);
        _writers[1].Json("a").ShouldBe("\"z\"");
    }

    [Fact]
    public void What_is_only_known_as_replaced_is_a_number_given_too_and_a_journal_that_lost_it_goes_on_as_another_writer()
    {
        One.Set("a", "x");
        _writers[1].Hear(One);
        _writers[1].Set("a", "y");
        var board = new StateBoard();
        foreach (var (writer, cell) in _writers[1].Board.Entry(StateKey.Parse("a")).Cells) board.Merge(StateKey.Parse("a"), writer, cell);

        board.HighestOf("n0~00000000").ShouldBe(1);
        var again = new StateWriter(board, "n0");
        foreach (var @event in One.Journal.Take(1)) again.Replay(@event.Manifest, @event.Payload.Span);
        again.LostItsEnd.ShouldBeTrue();
        again.Replay(again.Open(new Hanzo.Network.Agents.SystemIds(TimeProvider.System)));

        (again.Id, again.LostItsEnd).ShouldNotBe(("n0~00000000", true));
        again.Unmet().Select(met => met.Writer).ShouldContain("n0~00000000");
        One.Writer.LostItsEnd.ShouldBeFalse();
    }

    [Fact]
    public void A_writer_goes_on_from_a_mark_as_if_it_had_read_everything_before_it()
    {
        One.Increment("k", 2);
        One.Increment("k", 3);
        var mark = One.Writer.Mark!;
        One.Increment("k", 4);
        var resumed = new StateWriter(_writers[1].Board, "n0");
        _writers[1].Hear(One);
        resumed.Resume(mark);
        resumed.Mark.ShouldBe(mark);

        foreach (var @event in One.Journal.Skip((int)mark.Events)) resumed.Replay(@event.Manifest, @event.Payload.Span);

        (resumed.Id, resumed.Journaled, resumed.LostItsEnd).ShouldBe((One.Writer.Id, One.Writer.Journaled, false));
        resumed.Mark!.Last.ShouldBe(One.Writer.Mark!.Last);
        StateWriter.NameOf(StateCodec.Decode(One.Journal[2].Manifest, One.Journal[2].Payload.Span)).ShouldBe(mark.Last);
        _writers[1].Json("k").ShouldBe("9");
    }

    [Fact]
    public void A_batch_decides_each_command_in_the_knowledge_of_those_before_it_and_is_unseen_until_it_is_stored()
    {
        var batch = One.Writer.Begin(DateTimeOffset.UnixEpoch);
        for (var i = 0; i < 3; i++) batch.Decide(new IncrementCount(StateKey.Parse("k"), StateLimits.MaxCount / 2)).Operation.ShouldBe(
            i < 2 ? batch.Operations[^1] : null);
        batch.Decide(new SetValue(StateKey.Parse("k"), StateValue.Of("x"))).Refusal.ShouldNotBeNull();

        One.Read("k").Kind.ShouldBeNull();
        One.Writer.Commit(batch);
        One.Json("k").ShouldBe((StateLimits.MaxCount / 2 * 2).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Several_things_are_done_to_a_key_as_one_or_not_at_all_and_only_in_the_expected_version()
    {
        var key = StateKey.Parse("k");
        One.Set("k", "x");
        var version = One.Read("k").Version;
        var change = new ChangeKey(
            key, [new RemoveKey(key), new AppendItem(key, StateValue.Of("a")), new AppendItem(key, StateValue.Of("b"))], new(version));

        One.Do(change with { Commands = [.. change.Commands, new IncrementCount(key, 1)] }).Refusal.ShouldNotBeNull();
        (One.Json("k"), One.Read("k").Version).ShouldBe(("\"x\"", version));
        One.Do(change).Refusal.ShouldBeNull();
        One.Json("k").ShouldBe("""["a","b"]""");
        One.Do(change).Error.ShouldBe(Hanzo.Network.Agents.NetworkError.Conflict);
        One.Json("k").ShouldBe("""["a","b"]""");
    }

    [Fact]
    public void A_command_that_is_refused_takes_nothing_of_the_batch_with_it()
    {
        var key = StateKey.Parse("k");
        var batch = One.Writer.Begin(DateTimeOffset.UnixEpoch);
        batch.Decide(new IncrementCount(key, 2)).Refusal.ShouldBeNull();
        batch.Decide(new ChangeKey(key, [new IncrementCount(key, 1)], new ExpectedVersion(null))).Refusal.ShouldNotBeNull();
        batch.Decide(new IncrementCount(key, 3)).Refusal.ShouldBeNull();
        One.Writer.Commit(batch);

        (One.Json("k"), batch.Operations.Count).ShouldBe(("5", 2));
    }

    private static async Task<string> Next(IAsyncEnumerator<StateItem> changes)
    {
        (await changes.MoveNextAsync().AsTask().WaitAsync(Bound)).ShouldBeTrue();
        return $"{changes.Current.Key} {changes.Current.Value?.Json}";
    }
}
