using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.State;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.State;

/// <summary>Shared state of whole nodes.</summary>
public sealed class SharedStateTests(ITestOutputHelper output)
{
    /// <summary>Of a hundred keys, on a machine that does nothing else.</summary>
    private static readonly TimeSpan Convergence = TimeSpan.FromSeconds(2);

    /// <summary>For machines that do.</summary>
    private const int Slack = 5;

    private static readonly StateKey Plan = StateKey.Parse("plan");
    private static readonly StateKey Log = StateKey.Parse("log");
    private static readonly StateKey Count = StateKey.Parse("count");

    [Fact]
    public async Task What_is_written_on_one_node_is_read_on_the_others()
    {
        await using var network = new TestNetwork(output);
        var (one, two, three) = await ThreeAsync(network);

        await State(one).SetAsync(Plan, StateValue.Of("go")).Within(20);
        await State(two).AppendAsync(Log, StateValue.Of("x")).Within(20);
        await State(three).AppendAsync(Log, StateValue.Of("y")).Within(20);
        await State(three).IncrementAsync(Count, 3, StateConsistency.All).Within(20);

        foreach (var node in network.Nodes)
        {
            (await JsonAsync(node, Plan)).ShouldBe("\"go\"");
            (await JsonAsync(node, Log)).ShouldBe("""["x","y"]""");
            (await JsonAsync(node, Count, StateConsistency.All)).ShouldBe("3");
            await Eventually.TrueAsync(async () => (await State(node).ListAsync()).Length == 3);
        }

        (await State(two).RemoveAsync(Plan).Within(20)).ShouldBeTrue();
        (await State(one).GetAsync(Plan).Within(20)).ShouldBeNull();
    }

    [Fact]
    public async Task A_node_that_comes_later_has_all_of_it_and_another_kind_is_a_conflict_there_too()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");
        foreach (var i in Enumerable.Range(0, 50)) await State(one).SetAsync(StateKey.Parse($"k{i}"), StateValue.Of(i)).Within(20);

        var two = await network.StartAsync("two");
        await network.MeetAsync();

        await Eventually.TrueAsync(async () => (await State(two).ListAsync()).Length == 50);
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => State(two).IncrementAsync(StateKey.Parse("k7")).Within(20));
        refused.Error.ShouldBe(NetworkError.Conflict);
    }

    [Fact]
    public async Task Increments_and_items_of_all_nodes_at_once_all_count()
    {
        await using var network = new TestNetwork(output);
        await ThreeAsync(network);

        await Task.WhenAll(network.Nodes.SelectMany(node => Enumerable.Range(0, 20).SelectMany(i => new Task[]
        {
            State(node).IncrementAsync(Count, 1, StateConsistency.Local),
            State(node).AppendAsync(Log, StateValue.Of($"{node.Id}-{i}"), StateConsistency.Local),
        }))).Within(30);

        foreach (var node in network.Nodes)
        {
            (await JsonAsync(node, Count, StateConsistency.All)).ShouldBe("60");
            (await State(node).GetAsync(Log, StateConsistency.All).Within(20))!.Value!.Value.ToElement().GetArrayLength().ShouldBe(60);
        }

        (await JsonAsync(network.Nodes[0], Log)).ShouldBe(await JsonAsync(network.Nodes[2], Log));
    }

    [Fact]
    public async Task Of_those_who_expect_the_same_version_one_succeeds_wherever_they_ask()
    {
        await using var network = new TestNetwork(output);
        await ThreeAsync(network);
        string? version = null;

        for (var round = 0; round < 5; round++)
        {
            var expected = version;
            var won = await Task.WhenAll(network.Nodes.Select(async node =>
            {
                try
                {
                    return (await State(node).CompareAndSetAsync(Plan, expected, StateValue.Of(node.Id)).Within(20)).Version;
                }
                catch (AgentNetworkException lost) when (lost.Error == NetworkError.Conflict)
                {
                    return null;
                }
            }));
            version = won.OfType<string>().ShouldHaveSingleItem();
            (await State(network.Nodes[round % 3]).GetAsync(Plan).Within(20))!.Version.ShouldBe(version);
        }
    }

    [Fact]
    public async Task A_counter_that_all_keep_by_compare_and_set_loses_nothing_while_the_oldest_node_goes()
    {
        await using var network = new TestNetwork(output);
        var (one, two, three) = await ThreeAsync(network);
        await State(two).SetAsync(Plan, StateValue.Of(0)).Within(20);

        var counting = new[] { two, three }.Select(node => CountAsync(node, times: 15)).ToList();
        await Eventually.TrueAsync(async () => await JsonAsync(two, Plan, StateConsistency.Local) != "0");
        await one.StopAsync();
        var counted = await Task.WhenAll(counting).Within(150);

        // Those whose end nobody knows may count.
        var value = (await State(two).GetAsync(Plan).Within(20))!.Value!.Value.ToElement().GetInt64();
        value.ShouldBeInRange(30, 30 + counted.Sum());
    }

    [Fact]
    public async Task Of_two_writers_that_expect_what_another_wrote_none_is_told_a_version_that_it_did_not_write()
    {
        await using var network = new TestNetwork(output);
        var (one, two, _) = await ThreeAsync(network);
        var judged = 0;

        for (var round = 0; round < 10; round++)
        {
            var key = StateKey.Parse($"k{round}");
            var compared = State(one).CompareAndSetAsync(key, null, StateValue.Of("x"));
            var set = State(one).SetAsync(key, StateValue.Of("y"));
            var mine = await VersionOrNoneAsync(compared).Within(20);
            await set.Within(20);

            // The other one was last, or the comparison failed: never is its version that of 'y'.
            var now = (await State(two).GetAsync(key).Within(20))!;
            if (mine is null || now.Value != StateValue.Of("y")) continue;
            now.Version.ShouldNotBe(mine);
            judged++;
        }

        judged.ShouldBeGreaterThan(0, "the comparison lost every time");
    }

    [Fact]
    public async Task An_increment_that_has_not_heard_of_a_confirmed_value_is_refused()
    {
        await using var network = new TestNetwork(output);
        var (one, two, three) = await ThreeAsync(network);
        for (var round = 0; round < 10; round++)
        {
            var key = StateKey.Parse($"k{round}");
            await State(one).SetAsync(key, StateValue.Of("x")).Within(20);

            foreach (var node in new[] { two, three })
                (await Should.ThrowAsync<AgentNetworkException>(() => State(node).IncrementAsync(key).Within(20))).Error
                    .ShouldBe(NetworkError.Conflict);
        }
    }

    [Fact]
    public async Task State_outlives_the_actor_system_and_with_its_journal_the_process()
    {
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one");
        await State(one).SetAsync(Plan, StateValue.Of("go")).Within(20);
        await State(one).IncrementAsync(Count, 3).Within(20);

        await one.ClusterHost.RestartAsync(CancellationToken.None).Within(30);
        (await State(one).IncrementAsync(Count).Within(20)).Value!.Value.Json.ShouldBe("4");
        await one.StopAsync();

        var again = await network.StartAsync("one");
        (await State(again).IncrementAsync(Count).Within(20)).Value!.Value.Json.ShouldBe("5");
        (await JsonAsync(again, Plan)).ShouldBe("\"go\"");
    }

    [Fact]
    public async Task A_journal_that_ends_with_its_process_does_not_grow_with_what_the_process_remembers_anyway()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => State(one).IncrementAsync(Count))).Within(30);

        await one.ClusterHost.RestartAsync(CancellationToken.None).Within(30);

        (await State(one).IncrementAsync(Count).Within(20)).Value!.Value.Json.ShouldBe("51");
        one.Process.SharedState.WriterCount.ShouldBe(1);
        (await one.Process.Store.HighestAsync("state/test/one", CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_node_wrote_that_does_not_come_back_is_found_in_the_journal_that_it_shared()
    {
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one");
        var two = await network.StartAsync("two");
        await network.MeetAsync();
        await State(two).SetAsync(Plan, StateValue.Of("go")).Within(20);
        await Eventually.TrueAsync(async () => await JsonAsync(one, Plan, StateConsistency.Local) == "\"go\"");
        await Eventually.TrueAsync(async () => await network.Journal!.Store.HighestAsync("state/test/one", CancellationToken.None) == 2);
        await one.StopAsync();
        await two.StopAsync();

        var again = await network.StartAsync("one");

        await Eventually.TrueAsync(async () => await JsonAsync(again, Plan) == "\"go\"", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_watcher_sees_what_is_there_and_what_other_nodes_change_across_actor_systems()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");
        var two = await network.StartAsync("two");
        await network.MeetAsync();
        await State(one).SetAsync(Plan, StateValue.Of("a")).Within(20);
        await Eventually.TrueAsync(async () => await JsonAsync(two, Plan, StateConsistency.Local) == "\"a\"");
        await using var changes = State(two).WatchAsync("plan").GetAsyncEnumerator();

        (await NextAsync(changes)).ShouldBe("\"a\"");
        await State(one).SetAsync(Plan, StateValue.Of("b")).Within(20);
        (await NextAsync(changes)).ShouldBe("\"b\"");
        await two.ClusterHost.RestartAsync(CancellationToken.None).Within(30);
        await network.MeetAsync();
        await State(one).RemoveAsync(Plan).Within(20);
        (await NextAsync(changes)).ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_majority_nothing_is_changed_and_what_is_written_locally_comes_to_the_others_later()
    {
        await using var network = new TestNetwork(output);
        await using var first = new Akka.Contract.Tests.Support.Relay();
        await using var second = new Akka.Contract.Tests.Support.Relay();
        var one = await StartBehindAsync(network, "one", first);
        var two = await StartBehindAsync(network, "two", second);
        await network.MeetAsync();
        await State(one).SetAsync(Count, StateValue.Of(1)).Within(20);

        first.Cut();
        second.Cut();
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => State(one).SetAsync(Plan, StateValue.Of("go")).Within(20));
        refused.Error.ShouldBe(NetworkError.Unavailable);
        refused.Message.ShouldContain("too few nodes answer for state key 'plan'");
        (await JsonAsync(one, Plan, StateConsistency.Local)).ShouldBeNull();
        await State(one).SetAsync(Plan, StateValue.Of("go"), StateConsistency.Local).Within(20);
        first.Heal();
        second.Heal();

        await Eventually.TrueAsync(
            async () => await JsonAsync(two, Plan, StateConsistency.Local) == "\"go\"", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_hundred_keys_written_on_three_nodes_while_none_hears_another_converge_and_watchers_see_every_last_value()
    {
        await using var network = new TestNetwork(output);
        await using var first = new Akka.Contract.Tests.Support.Relay();
        await using var second = new Akka.Contract.Tests.Support.Relay();
        await using var third = new Akka.Contract.Tests.Support.Relay();
        var relays = new[] { first, second, third };
        foreach (var (id, relay) in new[] { "one", "two", "three" }.Zip(relays)) await StartBehindAsync(network, id, relay);
        await network.MeetAsync();
        using var ended = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        var seen = network.Nodes.Select(node => Seen.Of(State(node), ended.Token)).ToList();

        foreach (var relay in relays) relay.Cut();
        await Task.WhenAll(network.Nodes.SelectMany(node => Enumerable.Range(0, 100).Select(i =>
            State(node).SetAsync(StateKey.Parse($"k{i}"), StateValue.Of($"{node.Id} {i}"), StateConsistency.Local)))).Within(20);
        var began = TimeProvider.System.GetTimestamp();
        foreach (var relay in relays) relay.Heal();

        await Eventually.TrueAsync(async () => await AgreeAsync(network, 100), TimeSpan.FromSeconds(60));
        var took = TimeProvider.System.GetElapsedTime(began);
        output.WriteLine($"converged {took.TotalMilliseconds:0} ms after the heal");
        took.ShouldBeLessThan(Convergence * Slack);
        foreach (var watcher in seen)
            await Eventually.TrueAsync(async () =>
                (await State(network.Nodes[0]).ListAsync()).All(item => watcher.Last(item.Key) == item.Version));
        (await State(network.Nodes[0]).ListAsync()).ShouldAllBe(item => item.Conflicts.Length == 2);
    }

    /// <returns>How many increments ended without anybody knowing how.</returns>
    private static async Task<int> CountAsync(TestNode node, int times)
    {
        var (unknown, again, last, began) = (0, 0, "", TimeProvider.System.GetTimestamp());
        for (var done = 0; done < times;)
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(120))
                throw new TimeoutException($"node {node.Id} has counted {done} of {times}, {unknown} unknown, {again} again: {last}");
            try
            {
                var known = (await State(node).GetAsync(Plan))!;
                var next = StateValue.Of(known.Value!.Value.ToElement().GetInt64() + 1);
                await State(node).CompareAndSetAsync(Plan, known.Version, next);
                done++;
            }
            catch (AgentNetworkException error) when (error.Error is NetworkError.Conflict or NetworkError.Unavailable)
            {
                // Nothing was changed: it is tried again.
                (again, last) = (again + 1, error.Message);
            }
            catch (AgentNetworkException error) when (error.Error is NetworkError.Unconfirmed)
            {
                (unknown, last) = (unknown + 1, error.Message);
            }
        }

        return unknown;
    }

    private static async Task<string?> VersionOrNoneAsync(Task<StateItem> compared)
    {
        try
        {
            return (await compared).Version;
        }
        catch (AgentNetworkException lost) when (lost.Error is NetworkError.Conflict or NetworkError.Unconfirmed)
        {
            return null;
        }
    }

    private static INetworkState State(TestNode node) => node.Network.State;

    private static async Task<string?> JsonAsync(
        TestNode node, StateKey key, StateConsistency consistency = StateConsistency.Majority) =>
        (await State(node).GetAsync(key, consistency).Within(20))?.Value?.Json;

    private static async Task<(TestNode One, TestNode Two, TestNode Three)> ThreeAsync(TestNetwork network)
    {
        var nodes = (await network.StartAsync("one"), await network.StartAsync("two"), await network.StartAsync("three"));
        await network.MeetAsync();
        return nodes;
    }

    private static Task<TestNode> StartBehindAsync(TestNetwork network, string id, Akka.Contract.Tests.Support.Relay relay) =>
        network.StartAsync(id, n => n.Configure(options =>
        {
            options.ListenPort = relay.Inner;
            options.Advertise = $"127.0.0.1:{relay.Port}";
        }));

    private static async Task<bool> AgreeAsync(TestNetwork network, int keys)
    {
        var lists = await Task.WhenAll(network.Nodes.Select(node => State(node).ListAsync()));
        var versions = lists.Select(list => string.Join(' ', list.Select(item => item.Version))).Distinct();
        return lists.All(list => list.Length == keys) && versions.Count() == 1;
    }

    private static async Task<string?> NextAsync(IAsyncEnumerator<StateItem> changes)
    {
        (await changes.MoveNextAsync().AsTask().Within(30)).ShouldBeTrue();
        return changes.Current.Value?.Json;
    }

    /// <summary>What a watcher was last told of each key.</summary>
    private sealed class Seen
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<StateKey, string> _versions = new();

        public static Seen Of(INetworkState state, CancellationToken cancellation)
        {
            var seen = new Seen();
            _ = seen.WatchAsync(state, cancellation);
            return seen;
        }

        public string? Last(StateKey key) => _versions.GetValueOrDefault(key);

        private async Task WatchAsync(INetworkState state, CancellationToken cancellation)
        {
            await foreach (var item in state.WatchAsync("", cancellation)) _versions[item.Key] = item.Version;
        }
    }
}
