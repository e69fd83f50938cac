using Hanzo.Network.Agents;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Tests.Consensus.KeyValues;

public sealed class KeyValueFeedTests
{
    private readonly KeyValueFeed _feed = new();
    private readonly CancellationTokenSource _end = new();
    private long _index;

    [Fact]
    public async Task What_is_there_comes_first_then_each_change_of_keys_that_begin_so()
    {
        await PutAsync("a/1", "x");
        await PutAsync("b", "y");
        await using var watch = Watch("a/", after: null);

        (await NextAsync(watch)).ShouldBe("a/1=x @2");
        await PutAsync("b", "z");
        await PutAsync("a/2", "w");
        await ApplyAsync(new Operation.Delete("a/1"));
        (await NextAsync(watch)).ShouldBe("a/2=w @4");
        (await NextAsync(watch)).ShouldBe("a/1- @5");
    }

    [Fact]
    public async Task Who_comes_back_gets_what_was_changed_meanwhile_and_no_part_of_a_change_is_passed_over()
    {
        await PutAsync("a", "1");
        await ApplyAsync(new Operation.Put("b", "1"), new Operation.Put("c", "1"));
        string first;
        await using (var watch = Watch("", after: 1)) first = await NextAsync(watch);
        first.ShouldBe("b=1 @1");

        await using var again = Watch("", after: 1);
        (await NextAsync(again)).ShouldBe("b=1 @1");
        (await NextAsync(again)).ShouldBe("c=1 @2");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    public async Task Who_has_missed_more_than_is_kept_is_told_so_and_then_what_is_there(long after)
    {
        for (var i = 0; i <= WatchHistory.DefaultCapacity + 1; i++) await PutAsync("k", $"{i}");
        if (after == 99) await _feed.Part.RestoreAsync(_index = 9_000, Stream.Null, default);
        await PutAsync("k", "last");
        await using var watch = Watch("", after);

        (await NextAsync(watch)).ShouldStartWith("missed");
        (await NextAsync(watch)).ShouldStartWith("k=last");
    }

    [Fact]
    public async Task A_snapshot_of_what_was_seen_already_is_not_told()
    {
        await PutAsync("k", "1");
        await using var watch = Watch("", after: null);
        await NextAsync(watch);
        var next = NextAsync(watch);

        await using var snapshot = await _feed.Part.SnapshotAsync(default);
        var bytes = new byte[snapshot.Bytes];
        await snapshot.ReadAsync(0, bytes, default);
        await _feed.Part.RestoreAsync(50, new MemoryStream(bytes), default);
        _index = 50;
        await PutAsync("k", "2");

        (await next).ShouldBe("k=2 @2");
    }

    [Fact]
    public async Task Who_comes_back_while_it_is_told_what_it_missed_is_told_all_again()
    {
        for (var i = 0; i <= WatchHistory.DefaultCapacity; i++) await PutAsync(i % 2 == 0 ? "a" : "b", $"{i}");
        long revision;
        await using (var watch = Watch("", after: 0))
        {
            (await watch.MoveNextAsync()).ShouldBeTrue();
            watch.Current.Change.ShouldBeNull();
            revision = watch.Current.Revision;
        }
        await using var again = Watch("", revision);
        (await NextAsync(again)).ShouldStartWith("missed");
        (await NextAsync(again)).ShouldStartWith("a=");
        (await NextAsync(again)).ShouldStartWith("b=");
    }

    [Fact]
    public async Task A_watcher_of_a_group_that_its_node_has_left_is_told_all_of_the_next()
    {
        await PutAsync("old", "1");
        await using var watch = Watch("", after: null);
        (await NextAsync(watch)).ShouldBe("old=1 @1");
        await _feed.Part.RestoreAsync(_index = 0, Stream.Null, default);
        await PutAsync("new", "1");
        await PutAsync("new", "2");

        (await NextAsync(watch)).ShouldStartWith("missed");
        (await NextAsync(watch)).ShouldBe("new=2 @2");
    }

    [Fact]
    public async Task There_are_only_so_many_watchers()
    {
        var waiting = Enumerable.Range(0, KeyValueFeed.MaxWatchers).Select(_ => Watch("", after: 0).MoveNextAsync().AsTask()).ToArray();
        (await Should.ThrowAsync<AgentNetworkException>(() => Watch("", after: 0).MoveNextAsync().AsTask())).Error
            .ShouldBe(NetworkError.TooManyWatchers);
        await _end.CancelAsync();
        foreach (var task in waiting) await Should.ThrowAsync<OperationCanceledException>(() => task);
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<WatchedChange> watch)
    {
        (await watch.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeTrue();
        var (change, revision) = watch.Current;
        return change is null ? $"missed @{revision}"
            : change.Entry is { } entry ? $"{change.Key}={entry.Value} @{revision}"
            : $"{change.Key}- @{revision}";
    }

    private IAsyncEnumerator<WatchedChange> Watch(string prefix, long? after) =>
        _feed.WatchAsync(prefix, after, _end.Token).GetAsyncEnumerator(_end.Token);

    private Task PutAsync(string key, string value) => ApplyAsync(new Operation.Put(key, value));

    private async Task ApplyAsync(params Operation[] operations)
    {
        var request = new KeyValueRequest(new KeyValueCommand.Transact([], [.. operations], []));
        await _feed.Part.ApplyAsync([new PartCommand(++_index, KeyValueCodec.Write(request))], default);
    }
}
