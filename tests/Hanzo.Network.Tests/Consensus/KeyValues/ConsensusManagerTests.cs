using Hanzo.Network.Agents;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Tests.Consensus.KeyValues;

public sealed class ConsensusManagerTests
{
    private readonly ManualTime _time = new();
    private readonly FlakyGroup _group;
    private readonly KeyValueFeed _feed = new();
    private readonly ConsensusManager _manager;

    public ConsensusManagerTests()
    {
        _group = new FlakyGroup(new LocalConsensusGroup(_feed.Part, _time));
        _manager = new ConsensusManager(_group, _feed, () => GroupStatus.Off, remove: null, TimeSpan.FromSeconds(10), _time);
    }

    [Fact]
    public async Task Keys_are_put_read_compared_and_deleted()
    {
        (await _manager.GetAsync("k")).ShouldBeNull();
        var revision = await _manager.PutAsync("k", "1");
        (await _manager.GetAsync("k"))!.Modified.ShouldBe(revision);
        (await _manager.CompareAndSetAsync("k", revision - 1, "2")).ShouldBeNull();
        (await _manager.CompareAndSetAsync("k", revision, "2")).ShouldNotBeNull();
        (await _manager.CompareAndSetAsync("new", 0, "1")).ShouldNotBeNull();
        (await _manager.ListAsync()).Select(found => $"{found.Key}={found.Entry.Value}").ShouldBe(["k=2", "new=1"]);
        (await _manager.DeleteAsync("k")).ShouldBeTrue();
        (await _manager.DeleteAsync("k")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_nobody_knows_the_fate_of_is_asked_again_and_executed_once()
    {
        await _manager.PutAsync("k", "1");
        _group.LoseAnswers = 3;
        await _manager.PutAsync("k", "2");
        (await _manager.GetAsync("k"))!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task After_its_patience_nobody_knows()
    {
        await _manager.PutAsync("k", "1");
        _group.LoseAnswers = int.MaxValue;
        _group.OnLost = () => _time.Advance(TimeSpan.FromSeconds(4));
        (await Should.ThrowAsync<AgentNetworkException>(() => _manager.PutAsync("k", "2"))).Error.ShouldBe(NetworkError.Unconfirmed);
        _group.LoseAnswers = 0;
        (await _manager.PutAsync("k", "3")).ShouldBe(3);
    }

    [Fact]
    public async Task Where_no_session_was_opened_nothing_was_changed()
    {
        _group.LoseAnswers = int.MaxValue;
        _group.OnLost = () => _time.Advance(TimeSpan.FromSeconds(4));
        (await Should.ThrowAsync<AgentNetworkException>(() => _manager.PutAsync("k", "1"))).Error.ShouldBe(NetworkError.Unavailable);
    }

    [Fact]
    public async Task Who_waits_for_a_session_beside_others_does_not_wait_for_each_of_them()
    {
        var answer = new TaskCompletionSource();
        _group.Waits = answer.Task;
        var puts = Enumerable.Range(0, 5).Select(i => _manager.PutAsync($"k{i}", "v")).ToArray();
        _time.Advance(TimeSpan.FromSeconds(10));
        _group.Refuses = true;
        answer.SetResult();
        foreach (var put in puts)
            (await Should.ThrowAsync<AgentNetworkException>(() => put)).Error.ShouldBe(NetworkError.Unavailable);
        _group.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_change_that_is_too_long_as_JSON_is_refused_with_the_bound()
    {
        var refused = await Should.ThrowAsync<AgentNetworkException>(
            () => _manager.PutAsync("k", new string('\u0001', KeyValueLimits.MaxValueBytes)));
        refused.Error.ShouldBe(NetworkError.InvalidRequest);
        refused.Message.ShouldContain("allowed are 258047");
        (await _manager.PutAsync("k", new string('"', KeyValueLimits.MaxValueBytes))).ShouldBe(1);
    }

    [Fact]
    public async Task What_would_be_stored_as_something_else_is_refused()
    {
        foreach (var (key, value) in new[] { ("\ud83d", "v"), ("a\udca1b", "v"), ("k", "\ud83d\udca1\ud83d") })
            (await Should.ThrowAsync<AgentNetworkException>(() => _manager.PutAsync(key, value))).Message.ShouldContain("no valid Unicode");
        (await _manager.PutAsync("a\ud83d\udca1b", "\ud83d\udca1\ud83d\udca1")).ShouldBe(1);
    }

    [Fact]
    public async Task The_end_of_a_lease_is_told_to_who_watches_though_nobody_asks_for_anything()
    {
        await _manager.PutAsync("lock", "me", await _manager.GrantLeaseAsync(TimeSpan.FromSeconds(5)));
        await using var watch = _manager.WatchAsync("lock", after: 1).GetAsyncEnumerator();
        var next = watch.MoveNextAsync().AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(5_999));
        next.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await next.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeTrue();
        watch.Current.Change!.Entry.ShouldBeNull();
    }

    [Fact]
    public async Task What_was_refused_for_certain_is_told_so()
    {
        await _manager.PutAsync("k", "1");
        _group.Refuses = true;
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => _manager.PutAsync("k", "2"));
        refused.Error.ShouldBe(NetworkError.Unavailable);
        refused.Message.ShouldContain("nobody there");
    }

    [Fact]
    public async Task A_session_that_was_forgotten_is_opened_anew()
    {
        await _manager.PutAsync("k", "1");
        for (var i = 0; i <= KeyValueLimits.MaxSessions; i++)
        {
            await _group.ProposeAsync(
                KeyValuePart.PartKind, KeyValueCodec.Write(new KeyValueRequest(new KeyValueCommand.OpenSession())), default);
        }
        await _manager.PutAsync("k", "2");
        (await _manager.GetAsync("k"))!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_hundred_at_once_keep_to_the_bound_of_a_session()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _manager.PutAsync($"k{i}", "v")));
        (await _manager.ListAsync()).Length.ShouldBe(100);
    }

    [Fact]
    public async Task Keys_go_with_their_lease_and_not_before()
    {
        var lease = await _manager.GrantLeaseAsync(TimeSpan.FromSeconds(5));
        await _manager.PutAsync("lock", "me", lease);
        _time.Advance(TimeSpan.FromSeconds(4));
        (await _manager.KeepAliveAsync(lease)).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(5));
        (await _manager.GetAsync("lock")).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromSeconds(2));
        (await _manager.GetAsync("lock")).ShouldBeNull();
        (await _manager.KeepAliveAsync(lease)).ShouldBeFalse();
        (await Should.ThrowAsync<AgentNetworkException>(() => _manager.PutAsync("lock", "me", lease))).Error
            .ShouldBe(NetworkError.UnknownKey);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(KeyValueLimits.MaxKeyBytes + 1)]
    public async Task What_is_out_of_bounds_is_refused_with_the_bound(int length)
    {
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => _manager.PutAsync(new string('k', length), "v"));
        refused.Error.ShouldBe(NetworkError.InvalidRequest);
        refused.Message.ShouldContain("1 to 512");
    }

    [Fact]
    public async Task Keys_of_the_network_itself_are_changed_by_nobody_else()
    {
        var own = new ConsensusManager(_group, _feed, () => GroupStatus.Off, remove: null, TimeSpan.FromSeconds(10), _time)
        {
            IsOwn = true,
        };
        await own.PutAsync("hanzo/x", "1");
        (await _manager.GetAsync("hanzo/x"))!.Value.ShouldBe("1");
        (await _manager.PutAsync("hanzo", "free")).ShouldBe(2);
        foreach (var refused in new Func<Task>[]
        {
            () => _manager.PutAsync("hanzo/x", "2"), () => _manager.DeleteAsync("hanzo/x"),
            () => _manager.CompareAndSetAsync("hanzo/y", 0, "2"),
            () => Delete("hanzo/"), () => Delete("hanzo/x"), () => Delete("ha"), () => Delete(""),
            () => _manager.ProposeAsync(new KeyValueCommand.Transact([], [], [new Operation.Put("hanzo/x", "2")])),
        })
        {
            var why = await Should.ThrowAsync<AgentNetworkException>(refused);
            (why.Error, why.Message.Contains("'hanzo/'", StringComparison.Ordinal)).ShouldBe((NetworkError.ReservedKey, true), why.Message);
        }
        (await _manager.GetAsync("hanzo/x"))!.Version.ShouldBe(1);
        await Delete("hanzo-not");

        Task Delete(string prefix) =>
            _manager.TransactAsync(new KeyValueCommand.Transact([], [new Operation.Delete(prefix, Prefix: true)], []));
    }

    [Fact]
    public async Task A_list_comes_in_pages_bounded_in_number_and_length()
    {
        for (var i = 0; i < 7; i++) await _manager.PutAsync($"k{i}", "v");
        await _manager.PutAsync("l", "v");
        (await PageAsync("k", null, 3)).ShouldBe("k0 k1 k2 +");
        (await PageAsync("k", "k2", 3)).ShouldBe("k3 k4 k5 +");
        (await PageAsync("k", "k5", 3)).ShouldBe("k6");
        (await PageAsync("k", "k5x", 1)).ShouldBe("k6");
        (await PageAsync("k", "a", 1)).ShouldBe("k0 +");
        (await PageAsync("k", "z", 1)).ShouldBe("");
        (await PageAsync("", "k6", 9)).ShouldBe("l");
        var large = new string('x', KeyValueLimits.MaxValueBytes);
        for (var i = 0; i < 20; i++) await _manager.PutAsync($"m{i:D2}", large);
        (await _manager.ListPageAsync("m", null, 1_000)).ShouldSatisfyAllConditions(
            page => page.Items.Length.ShouldBe(16), page => page.HasMore.ShouldBeTrue());
        foreach (var limit in new[] { 0, KeyValueLimits.MaxPage + 1 })
        {
            var refused = await Should.ThrowAsync<AgentNetworkException>(() => _manager.ListPageAsync("", null, limit));
            refused.Message.ShouldContain("1 to 1000");
        }

        async Task<string> PageAsync(string prefix, string? after, int limit)
        {
            var page = await _manager.ListPageAsync(prefix, after, limit);
            return string.Join(' ', page.Items.Select(found => found.Key).Concat(page.HasMore ? ["+"] : Array.Empty<string>()));
        }
    }

    [Fact]
    public async Task Who_waits_for_room_in_the_session_waits_within_bounds()
    {
        await _manager.PutAsync("k", "1");
        var answer = new TaskCompletionSource();
        _group.Waits = answer.Task;
        var under = Enumerable.Range(0, KeyValueLimits.MaxPendingRequests).Select(i => _manager.PutAsync($"k{i}", "v")).ToArray();
        var waiting = Enumerable.Range(0, ClientStamps.MaxWaiting).Select(i => _manager.PutAsync($"w{i}", "v")).ToArray();
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => _manager.PutAsync("more", "v"));
        (refused.Error, refused.Message.Contains("1024 more wait", StringComparison.Ordinal)).ShouldBe((NetworkError.Unavailable, true));
        _time.Advance(ClientStamps.LongestWait);
        foreach (var late in waiting)
        {
            var why = await Should.ThrowAsync<AgentNetworkException>(() => late);
            why.Message.ShouldContain("had its answer within 10 s: nothing was changed");
        }
        answer.SetResult();
        await Task.WhenAll(under);
        (await _manager.PutAsync("again", "v")).ShouldBe(KeyValueLimits.MaxPendingRequests + 2);
    }

    /// <summary>Does what it is told, and keeps it to itself.</summary>
    private sealed class FlakyGroup(LocalConsensusGroup group) : IConsensusGroup
    {
        public int LoseAnswers { get; set; }
        public Action OnLost { get; set; } = () => { };
        public bool Refuses { get; set; }
        public Task Waits { get; set; } = Task.CompletedTask;
        public int Asked { get; private set; }

        public async ValueTask<ReadOnlyMemory<byte>> ProposeAsync(byte part, ReadOnlyMemory<byte> command, CancellationToken cancellation)
        {
            Asked++;
            await Waits;
            if (Refuses) throw new ConsensusException("nobody there", mayHaveHappened: false);
            var result = await group.ProposeAsync(part, command, cancellation);
            if (LoseAnswers == 0) return result;
            LoseAnswers--;
            OnLost();
            throw new ConsensusException("lost", mayHaveHappened: true);
        }

        public ValueTask CatchUpAsync(CancellationToken cancellation) => group.CatchUpAsync(cancellation);
    }
}
