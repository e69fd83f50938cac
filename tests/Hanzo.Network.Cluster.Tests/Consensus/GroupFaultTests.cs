using System.Text;
using Hanzo.Network.Adapters;
using Hanzo.Network.Adapters.Consensus;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;
using Hanzo.Network.State;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Consensus;

/// <summary>What one member's disk or clock does to it is told clearly, and the others go on with all that was acknowledged.</summary>
public sealed class GroupFaultTests(ITestOutputHelper output) : GroupTestBase(output, patience: 40)
{
    [Fact]
    public async Task Data_of_another_network_stop_the_member_and_the_others_go_on()
    {
        await using (var elsewhere = new TestNetwork(Output))
        {
            var stranger = await StartAsync("stranger", on: elsewhere);
            await AppendAsync(stranger, "theirs", 0);
            await stranger.StopAsync();
        }
        var (one, three) = (await StartAsync("one"), await StartAsync("three"));
        await VotersAsync(2, one, three);
        await AppendAsync(one, "ours", 0);
        var folder = Directory.CreateDirectory(FolderOf("two")).FullName;
        foreach (var file in new[] { SqliteConsensusLog.FileName, ReplicatedJournal.FileName })
            File.Copy(Path.Combine(FolderOf("stranger"), file), Path.Combine(folder, file));

        var two = await StartAsync("two");
        await StoppedAsync(two, SqliteConsensusLog.FileName, "it is the log of node 'stranger' of network 'test', not of node 'two'");
        await GoOnAsync(one, three, at: 1);

        await two.StopAsync();
        Remove(folder, SqliteConsensusLog.FileName);
        two = await StartAsync("two");
        await StoppedAsync(two, ReplicatedJournal.FileName, "it holds the journal of the group");
        await GoOnAsync(one, three, at: 2);

        await two.StopAsync();
        Remove(folder, ReplicatedJournal.FileName);
        Remove(folder, SqliteConsensusLog.FileName);
        two = await StartAsync("two");
        await VotersAsync(3, one, two, three);
        (await StoreOf(two).HighestAsync("ours", CancellationToken.None)).ShouldBe(3);
        (await StoreOf(two).HighestAsync("theirs", CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_damaged_log_stops_the_member_until_the_file_is_moved_away_and_the_others_go_on()
    {
        var (one, two, three) = (await StartAsync("one"), await StartAsync("two"), await StartAsync("three"));
        await VotersAsync(3, one, two, three);
        var before = SeatOf(three).Status.Current.Raft!.Self;
        await one.Network.Consensus.PutAsync("last", "the-last-value");
        (await three.Network.Consensus.GetAsync("last"))!.Value.ShouldBe("the-last-value");
        await three.CrashAsync();
        // What is in the write-ahead log comes to its place in the file when that is closed.
        await three.Services.GetRequiredService<IConsensusDisk>().CloseAsync();
        var file = Path.Combine(FolderOf("three"), SqliteConsensusLog.FileName);
        Damage(file, "the-last-value");

        three = await StartAsync("three");
        await StoppedAsync(three, file, "damaged (entry ");
        await one.Network.Consensus.PutAsync("more", "1");
        (await two.Network.Consensus.GetAsync("last"))!.Value.ShouldBe("the-last-value");

        // While it runs: it looks again by itself.
        File.Move(file, file + ".damaged");
        await VotersAsync(3, one, two, three);
        var status = SeatOf(three).Status.Current.Raft!;
        status.Self.ShouldNotBe(before);
        status.Config.Members.ShouldNotContain(before);
        (await three.Network.Consensus.GetAsync("last"))!.Value.ShouldBe("the-last-value");
    }

    [Fact]
    public async Task A_full_disk_stops_the_leader_and_nothing_acknowledged_is_lost_and_it_comes_back_when_there_is_room()
    {
        var disk = new CrampedDisk(FolderOf("one"));
        var one = await Running.StartAsync("one", builder => builder.Services.AddSingleton<IConsensusDisk>(disk));
        var (two, three) = (await StartAsync("two"), await StartAsync("three"));
        await VotersAsync(3, one, two, three);
        SeatOf(one).Status.Current.Raft!.Role.ShouldBe(RaftRole.Leader);
        var value = new string('x', 20_000);
        var acknowledged = new List<string>();
        for (var i = 0; SeatOf(one).Status.Current.Phase != GroupPhase.Stopped; i++)
        {
            i.ShouldBeLessThan(1000, "the disk should be full by now");
            try
            {
                await two.Network.Consensus.PutAsync($"k{i:000}", value);
                acknowledged.Add($"k{i:000}");
            }
            catch (AgentNetworkException e) when (e.Error is NetworkError.Unavailable or NetworkError.Unconfirmed)
            {
                // It was not acknowledged.
            }
        }
        await StoppedAsync(one, SqliteConsensusLog.FileName, "is full");
        await three.Network.Consensus.PutAsync("after", "1");
        (await KeysAsync(two)).ShouldBeSubsetOf(await KeysAsync(three));
        acknowledged.ShouldBeSubsetOf(await KeysAsync(two));

        disk.MakeRoom();
        await SeatOf(one).Status.WaitAsync(status => status.HasLeader).Within(30);
        acknowledged.Append("after").ShouldBeSubsetOf(await KeysAsync(one));
    }

    [Fact]
    public async Task A_clock_that_jumps_by_an_hour_ends_no_lease_and_gives_no_lock_away()
    {
        var clocks = new[] { new JumpingClock(), new JumpingClock(), new JumpingClock() };
        var nodes = new List<TestNode>();
        foreach (var (clock, id) in clocks.Zip(["one", "two", "three"])) nodes.Add(await StartAsync(id, clock: clock));
        await VotersAsync(3, [.. nodes]);
        var lease = await nodes[0].Network.Consensus.GrantLeaseAsync(TimeSpan.FromSeconds(40));
        await nodes[0].Network.Consensus.PutAsync("leased", "1", lease);
        var held = (await LockAsync(nodes[1], clocks[1])).ShouldNotBeNull();

        // The leader's, everybody's, back, and one more to and fro.
        foreach (var jumping in new JumpingClock[][] { [clocks[0]], clocks, clocks, [clocks[2]], [clocks[0]] })
        {
            foreach (var clock in jumping) clock.Jump();
            foreach (var node in nodes)
            {
                await node.Network.Consensus.PutAsync($"by-{node.Id}", "1").Within(15);
                (await node.Network.Consensus.GetAsync("leased")).ShouldNotBeNull();
            }
            (await LockAsync(nodes[2], clocks[2])).ShouldBeNull("another holds it");
        }

        held.Lost.IsCancellationRequested.ShouldBeFalse();
        await held.DisposeAsync();
        await using var next = (await LockAsync(nodes[2], clocks[2])).ShouldNotBeNull();
        next.Token.ShouldBeGreaterThan(held.Token);
    }

    private static Task<ConsensusLock?> LockAsync(TestNode node, TimeProvider time) =>
        ConsensusLock.TryAcquireAsync(node.Network.Consensus, "lock", node.Id, TimeSpan.FromSeconds(40), time);

    private static async Task StoppedAsync(TestNode node, params string[] said)
    {
        await SeatOf(node).Status.WaitAsync(status => status is { Phase: GroupPhase.Stopped, Problem: not null }).Within(20);
        foreach (var part in said) SeatOf(node).Status.Current.Problem!.ShouldContain(part);
    }

    private static async Task GoOnAsync(TestNode one, TestNode other, long at)
    {
        await AppendAsync(one, "ours", at);
        (await StoreOf(other).HighestAsync("ours", CancellationToken.None)).ShouldBe(at + 1);
        foreach (var node in new[] { one, other }) SeatOf(node).Status.Current.Problem.ShouldBeNull();
    }

    private static Task AppendAsync(TestNode node, string id, long expected) =>
        StoreOf(node).AppendAsync(id, expected, "w", [new NewEvent("m.1", new byte[10])], CancellationToken.None);

    private static async Task<string[]> KeysAsync(TestNode node) =>
        [.. (await node.Network.Consensus.ListAsync()).Select(found => found.Key)];

    private static void Remove(string folder, string name)
    {
        foreach (var file in Directory.GetFiles(folder, name + "*")) File.Delete(file);
    }

    private static void Damage(string file, string text)
    {
        var (bytes, wanted) = (File.ReadAllBytes(file), Encoding.ASCII.GetBytes(text));
        var found = 0;
        for (var at = bytes.AsSpan().IndexOf(wanted); at >= 0; at = bytes.AsSpan().IndexOf(wanted), found++) bytes[at] ^= 0x20;
        found.ShouldBeGreaterThan(0);
        File.WriteAllBytes(file, bytes);
    }

    private Task<TestNode> StartAsync(string id, TestNetwork? on = null, TimeProvider? clock = null) => (on ?? Running).StartAsync(
        id, builder =>
        {
            if (clock is not null) builder.Services.AddSingleton(clock);
            builder.UseReplicatedJournal("net", FolderOf(id));
        });

    /// <summary>Only the wall clock jumps.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private bool _isAhead;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + (_isAhead ? TimeSpan.FromHours(1) : TimeSpan.Zero);

        /// <summary>An hour ahead, or back.</summary>
        public void Jump() => _isAhead = !_isAhead;
    }
}
