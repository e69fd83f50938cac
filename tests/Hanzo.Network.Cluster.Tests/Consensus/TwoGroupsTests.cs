using Hanzo.Network.Adapters;
using Hanzo.Network.Adapters.Consensus;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;
using Hanzo.Network.State;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Consensus;

/// <summary>Two clusters of one network that formed apart, each with a group that holds data, and meet.</summary>
public sealed class TwoGroupsTests(ITestOutputHelper output) : GroupTestBase(output)
{
    [Fact]
    public async Task The_younger_group_is_closed_and_what_it_held_goes_over_into_the_older()
    {
        var older = await StartAsync("older", isAlone: true);
        await PutAsync(older, "old", "1");
        await PutAsync(older, "both", "older's");
        await PutAsync(older, "sum", "1");
        await DeployAsync(older, "poet", "older's");
        await DeployAsync(older, "critic", "alike");
        var group = SeatOf(older).Status.Current.Group!;
        var younger = await StartAsync("younger");
        await PutAsync(younger, "new", "2");
        var closed = SeatOf(younger).Status.Current.Group!;
        var second = await StartAsync("second");
        await VotersAsync(2, younger, second);
        await PutAsync(second, "both", "younger's");
        foreach (var text in new[] { "first", "younger's" }) await DeployAsync(second, "poet", text);
        await DeployAsync(younger, "critic", "alike");
        await DeployAsync(younger, "singer", "younger's");
        await PutAsync(younger, "sum", "10");
        await PutAsync(second, "locked", "3", await second.Network.Consensus.GrantLeaseAsync(TimeSpan.FromHours(1)));

        older.Hears(younger);

        await VotersAsync(3, older, younger, second);
        foreach (var node in new[] { older, younger, second })
        {
            SeatOf(node).Status.Current.Group.ShouldBe(group);
            await Eventually.TrueAsync(async () => await GetAsync(node, "new") == "2" && await GetAsync(node, "sum") == "11");
            (await GetAsync(node, "old")).ShouldBe("1");
            (await GetAsync(node, "both")).ShouldBe("older's");
            (await GetAsync(node, "locked")).ShouldBeNull("its lease has ended with its group");
            await Eventually.ShouldBeAsync(() => AgentsOf(node), "critic alike, poet older's, singer younger's");
        }

        // Who had left it before it was closed keeps nothing of it.
        var reports = new[] { "younger", "second" }
            .Select(id => Path.Combine(new ClosedFolders(FolderOf(id)).FolderOf(closed), ClosedFolders.ReportName)).ToArray();
        string? told = null;
        await Eventually.TrueAsync(() => (told = reports.FirstOrDefault(report => File.Exists(report)
            && Running.Nodes.Any(node => Notices(node).Contains(Path.GetDirectoryName(report)!)))) is not null);
        var report = File.ReadAllText(told!);
        report.ShouldContain("key 'both'");
        report.ShouldContain("was younger's");
        report.ShouldContain("is older's");
        report.ShouldNotContain("sum");
        report.ShouldContain("key 'hanzo/agents/poet'");
        report.ShouldNotContain("critic");
        await PutAsync(second, "later", "4");
        (await GetAsync(older, "later")).ShouldBe("4");
    }

    [Fact]
    public async Task Histories_of_its_sessions_go_over_and_nothing_is_left_aside()
    {
        var older = await StartAsync("older", isAlone: true, hasJournal: true);
        await AppendAsync(older, "old", 0);
        var younger = await StartAsync("younger", hasJournal: true);
        for (var i = 0; i < 3; i++) await AppendAsync(younger, "new", i);
        for (var i = 0; i < 100; i++) await AppendAsync(younger, $"many{i}", 0);
        await PutAsync(younger, "key", "1");
        var closed = SeatOf(younger).Status.Current.Group!;

        older.Hears(younger);

        await VotersAsync(2, older, younger);
        var folder = new ClosedFolders(FolderOf("younger")).FolderOf(closed);
        await Eventually.TrueAsync(async () => await GetAsync(older, "key") == "1" && !Directory.Exists(folder), TimeSpan.FromSeconds(60));
        foreach (var store in new[] { older, younger }.Select(node => node.Services.GetRequiredService<IEventStore>()))
        {
            (await store.HighestAsync("old", default)).ShouldBe(1);
            (await store.HighestAsync("new", default)).ShouldBe(3);
            for (var i = 0; i < 100; i++) (await store.HighestAsync($"many{i}", default)).ShouldBe(1);
        }
        await AppendAsync(older, "new", 3);
        Running.Nodes.ShouldAllBe(node => !Notices(node).Contains(closed));
    }

    [Fact]
    public async Task One_of_two_voters_goes_on_alone_when_a_person_says_that_the_other_is_lost()
    {
        var one = await StartAsync("one", hasJournal: true);
        var two = await StartAsync("two", hasJournal: true);
        await VotersAsync(2, one, two);
        await PutAsync(two, "key", "1");
        await AppendAsync(two, "session", 0);
        // As after a loss of power: what leaves in order is taken out of the group.
        foreach (var id in new[] { "one", "two" }) Copy(FolderOf(id), FolderOf(id + "-then"));
        await two.StopAsync();
        await one.StopAsync();
        one = await StartAsync("one", hasJournal: true, folder: "one-then");
        await SeatOf(one).Status.WaitAsync(status => status.Problem?.Contains("'hanzo takeover' on this node") == true).Within(60);

        (await one.Network.Nodes.TakeOverAsync()).Others.ShouldBe(["two"]);

        await Eventually.TrueAsync(async () => await GetAsync(one, "key") == "1");
        await PutAsync(one, "later", "2");
        var again = await StartAsync("two", hasJournal: true, folder: "two-then");
        await VotersAsync(2, one, again);
        (await GetAsync(again, "key")).ShouldBe("1");
        (await GetAsync(again, "later")).ShouldBe("2");
        await Eventually.TrueAsync(() => !Directory.Exists(Path.Combine(FolderOf("one-then"), ClosedFolders.Name)));
        (await again.Services.GetRequiredService<IEventStore>().HighestAsync("session", default)).ShouldBe(1);
        await Eventually.TrueAsync(() => !Directory.Exists(Path.Combine(FolderOf("two-then"), ClosedFolders.Name)));
    }

    [Fact]
    public async Task Of_nodes_that_were_stopped_in_turn_the_last_one_is_named_and_no_other_goes_on_without_it()
    {
        var (one, two) = (await StartAsync("one"), await StartAsync("two"));
        await VotersAsync(2, one, two);
        await one.StopAsync();
        await PutAsync(two, "key", "1");
        await two.StopAsync();

        one = await StartAsync("one");
        await SeatOf(one).Status.WaitAsync(status => status.Problem?.Contains("node 'two', which was the last one") == true).Within(60);
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => one.Network.Nodes.TakeOverAsync());
        refused.Error.ShouldBe(NetworkError.Conflict);
        refused.Message.ShouldContain("'one' cannot take over the network's group: only one of two voters can");

        two = await StartAsync("two");
        await VotersAsync(2, one, two);
        (await GetAsync(one, "key")).ShouldBe("1");
    }

    [Fact]
    public async Task A_node_that_ended_while_it_set_its_files_aside_goes_on_with_that_when_it_is_started()
    {
        var before = await StartAsync("one", hasJournal: true);
        await PutAsync(before, "key", "1");
        await AppendAsync(before, "session", 0);
        var group = SeatOf(before).Status.Current.Group!;
        var keys = KeyValueCodec.WriteSnapshot(SeatOf(before).Store.State);
        await before.StopAsync();
        var folders = new ClosedFolders(FolderOf("one"));
        await folders.KeepAsync(new ClosedGroup(group, null, IsComplete: true), keys, default);

        var one = await StartAsync("one", hasJournal: true);

        await Eventually.TrueAsync(async () => await GetAsync(one, "key") == "1" && !Directory.Exists(folders.FolderOf(group)));
        SeatOf(one).Status.Current.Group.ShouldNotBe(group);
        (await one.Services.GetRequiredService<IEventStore>().HighestAsync("session", default)).ShouldBe(1);
    }

    private static async Task DeployAsync(TestNode node, string name, string text) =>
        await node.Network.Agents.DeployAsync(new Agent { Name = AgentName.Parse(name), Description = text }).Within(30);

    private static string AgentsOf(TestNode node) => string.Join(
        ", ", node.Process.Board.Current.Agents.Values.Select(agent => $"{agent.Name} {agent.Description}"));

    private static Task AppendAsync(TestNode node, string id, long expected) => node.Services.GetRequiredService<IEventStore>()
        .AppendAsync(id, expected, "w", [new NewEvent("m.1", new byte[10])], CancellationToken.None);

    private static string Notices(TestNode node) => string.Join('\n', node.Process.Notices.Current);

    /// <summary>While nobody writes.</summary>
    private static void Copy(string folder, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private Task<TestNode> StartAsync(
        string id, bool isAlone = false, bool hasJournal = false, string? folder = null) => Running.StartAsync(
        id,
        builder =>
        {
            builder.MergeHastily();
            if (hasJournal) builder.UseReplicatedJournal("test", FolderOf(folder ?? id));
            else builder.UseSqliteConsensus(FolderOf(id));
            builder.Services.AddSingleton<IKeyConflicts>(new Sums());
            if (isAlone) builder.Configure(options => options.UdpDiscovery = false);
        });

    private sealed class Sums : IKeyConflicts
    {
        public string? Resolve(string closedGroup, KeyConflict conflict) =>
            conflict.Key == "sum" ? $"{int.Parse(conflict.Seen!.Value) + int.Parse(conflict.Found!.Value)}" : null;
    }
}
