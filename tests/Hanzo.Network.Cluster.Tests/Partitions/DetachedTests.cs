using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;

namespace Hanzo.Network.Cluster.Tests.Partitions;

public sealed class DetachedTests(ITestOutputHelper output)
{
    [Fact]
    public async Task With_one_journal_both_sides_go_on_and_the_cut_off_one_in_a_branch_that_stays_one()
    {
        await using var network = new CutOffNetwork(output);
        await network.StartAsync(shared: true);
        var (older, younger) = (network.Older.Network, network.Younger.Network);
        var parent = await older.RunAsync(new RunRequest("one") { Agent = "talker" }).Within(60);
        var paused = await older.RunAsync(new RunRequest("one") { Agent = "pauser" }).Within(60);
        var read = await older.RunAsync(new RunRequest("one") { Agent = "reader" }).Within(60);

        await network.CutAsync();

        (await younger.GetRunAsync(paused.Id).Within(60))!.Output.ShouldBe("1");
        (await younger.GetRunAsync(read.Id).Within(60))!.Output.ShouldBe("1");
        await RefusesAsync(younger, new RunRequest("two") { Session = paused.Session }, "agent 'pauser' pauses: node 'younger'");
        await RefusesAsync(younger, new RunRequest("two") { Agent = "pauser" }, "agent 'pauser' pauses");
        await RefusesAsync(younger, new RunRequest("two") { Session = read.Session }, "agent 'reader' is read-only");
        await RefusesAsync(younger, new RunRequest("two") { Agent = "talker", RunId = "mine" }, "run id 'mine' cannot be bound");
        (await Should.ThrowAsync<AgentNetworkException>(() => younger.CancelAsync(paused.Id).Within(60))).Message
            .ShouldStartWith($"run {paused.Id} cannot be changed here: node 'younger' has been cut off from 'older'");
        var kept = await Should.ThrowAsync<AgentNetworkException>(() => younger.DeleteSessionAsync(read.Session).Within(60));
        (kept.Error, kept.Message[..kept.Message.IndexOf(':')]).ShouldBe(
            (NetworkError.Detached, $"session {read.Session} cannot be deleted here"));
        var branch = await younger.RunAsync(new RunRequest("two, cut off") { Session = parent.Session }).Within(60);
        var again = await younger.RunAsync(new RunRequest("three, cut off") { Session = parent.Session }).Within(60);
        var onward = await younger.RunAsync(new RunRequest("four, cut off") { Session = branch.Session }).Within(60);
        var fresh = await younger.RunAsync(new RunRequest("one, cut off") { Agent = "talker" }).Within(60);
        var main = await older.RunAsync(new RunRequest("two") { Session = parent.Session }).Within(60);

        (branch.Output, again.Output, onward.Output, fresh.Output, main.Output).ShouldBe(("2", "3", "4", "1", "2"));
        branch.Session.ShouldNotBe(parent.Session);
        (again.Session, onward.Session, main.Session).ShouldBe((branch.Session, branch.Session, parent.Session));
        branch.Branch!.Parent.ShouldBe(parent.Session);
        (fresh.Branch!.Parent, fresh.Branch.ParentSequence, main.Branch).ShouldBe((null, 0, null));
        var state = await Should.ThrowAsync<AgentNetworkException>(() => younger.State.SetAsync(StateKey.Parse("k"), StateValue.Of(1)));
        state.Error.ShouldBe(NetworkError.Detached);
        await younger.State.SetAsync(StateKey.Parse("k"), StateValue.Of(1), StateConsistency.Local).Within(60);

        await network.HealAsync();

        foreach (var run in new[] { branch, again, onward, fresh })
            (await older.GetRunAsync(run.Id).Within(60))!.ShouldSatisfyAllConditions(
                found => found.Output.ShouldBe(run.Output), found => found.Branch.ShouldBe(run.Branch));
        (await InputsAsync(network.OlderStore, parent.Session)).ShouldBe(["one", "two"]);
        (await InputsAsync(network.OlderStore, branch.Session)).ShouldBe(["two, cut off", "three, cut off", "four, cut off"]);
        (await younger.RunAsync(new RunRequest("five") { Session = branch.Session }).Within(60)).Output.ShouldBe("5");
        (await younger.RunAsync(new RunRequest("two") { Session = paused.Session }).Within(60)).Output.ShouldBe("2");
        var report = (await younger.GetStatusAsync()).Partitions.ShouldHaveSingleItem();
        (report.Node, report.Others.Single(), report.BranchCount).ShouldBe(("younger", "older", 2));
        report.Until.ShouldNotBeNull();
        report.Branches.Select(note => (note.Session, note.Parent)).ShouldBe([(branch.Session, parent.Session), (fresh.Session, null)]);
    }

    [Fact]
    public async Task With_journals_of_their_own_the_branch_is_in_that_of_the_cut_off_node_and_found_through_it_afterwards()
    {
        await using var network = new CutOffNetwork(output);
        await network.StartAsync(shared: false);
        var (older, younger) = (network.Older.Network, network.Younger.Network);
        var parent = await older.RunAsync(new RunRequest("one") { Agent = "talker" }).Within(60);

        await network.CutAsync();
        var branch = await younger.RunAsync(new RunRequest("two") { Session = parent.Session }).Within(60);
        await network.HealAsync();

        branch.Output.ShouldBe("2");
        (await older.GetRunAsync(branch.Id).Within(60))!.Branch.ShouldBe(branch.Branch);
        (await older.RunAsync(new RunRequest("three") { Session = branch.Session }).Within(60)).Output.ShouldBe("3");
        (await older.RunAsync(new RunRequest("two, too") { Session = parent.Session }).Within(60)).Output.ShouldBe("2");
        (await InputsAsync(network.YoungerStore, parent.Session)).ShouldBe(["one", "two, too"]);
    }

    [Fact]
    public async Task A_run_of_a_branch_goes_on_by_itself_after_its_process_was_killed_while_it_was_cut_off()
    {
        await using var network = new CutOffNetwork(output);
        await network.StartAsync(shared: false);
        var parent = await network.Older.Network.RunAsync(new RunRequest("one") { Agent = "payer" }).Within(60);
        await network.CutAsync();
        var younger = network.Younger.Network;
        var run = await younger.StartAsync(new RunRequest("pay") { Session = parent.Session }).Within(60);
        run.Session.ShouldNotBe(parent.Session);
        await Eventually.TrueAsync(async () => (await younger.GetRunAsync(run.Id))?.Status == RunStatus.Waiting);
        (await RecordedAsync(network.YoungerStore, run.Session)).ShouldBeFalse();

        await network.ReplaceYoungerAsync();

        // Nobody has asked for it.
        await Eventually.TrueAsync(() => RecordedAsync(network.YoungerStore, run.Session), TimeSpan.FromSeconds(60));
        var older = network.Older.Network;
        var approval = (await older.GetRunAsync(run.Id).Within(60))!.Approvals.Single();
        await older.AnswerAsync(run.Id, approval.Id, PersonAnswer.Yes).Within(60);
        await Eventually.TrueAsync(async () => (await older.GetRunAsync(run.Id))?.Output == "2", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_run_id_that_was_bound_to_a_session_before_the_cut_is_one_run_and_not_one_in_a_branch_as_well()
    {
        await using var network = new CutOffNetwork(output);
        await network.StartAsync(shared: true);
        var younger = network.Younger.Network;
        var parent = await younger.RunAsync(new RunRequest("one") { Agent = "talker" }).Within(60);
        var request = new RunRequest("two, bound") { Session = parent.Session, RunId = "bound" };
        var bind = new RunBind("bound", RunFingerprint.Of(request), parent.Session, Journal: null, Why: "");
        await network.Younger.Services.GetRequiredService<RunBinder>().BindAsync(bind, CancellationToken.None).Within(60);

        await network.CutAsync();
        await RefusesAsync(younger, request, $"run id 'bound' is bound to session {parent.Session}, which cannot go on here");
        await network.HealAsync();

        var run = await younger.RunAsync(request).Within(60);
        (run.Output, run.Session, run.Branch).ShouldBe(("2", parent.Session, null));
        (await younger.RunAsync(request).Within(60)).Id.ShouldBe(run.Id);
        (await InputsAsync(network.OlderStore, parent.Session)).ShouldBe(["one", "two, bound"]);
    }

    [Fact]
    public async Task Told_that_the_others_are_dead_it_goes_on_as_the_network_and_they_become_one_when_they_are_back_after_all()
    {
        await using var network = new CutOffNetwork(output);
        await network.StartAsync(shared: false);
        var (older, younger) = (network.Older.Network, network.Younger.Network);
        (await Should.ThrowAsync<AgentNetworkException>(() => younger.Nodes.TakeOverAsync().Within(60))).Message
            .ShouldBe("node 'younger' is not cut off from anybody: there is nothing to take over.");
        var paused = await older.RunAsync(new RunRequest("one") { Agent = "pauser" }).Within(60);
        await network.CutAsync();
        await RefusesAsync(younger, new RunRequest("two") { Session = paused.Session }, "agent 'pauser' pauses");

        var report = await younger.Nodes.TakeOverAsync().Within(60);

        (report.TakenOver, report.Others.Single()).ShouldBe((true, "older"));
        var second = await younger.RunAsync(new RunRequest("two") { Session = paused.Session }).Within(60);
        (second.Output, second.Session, second.Branch).ShouldBe(("2", paused.Session, null));
        await network.HealAsync();
        (await older.RunAsync(new RunRequest("three") { Session = paused.Session }).Within(60)).Output.ShouldBe("3");
        (await younger.GetStatusAsync()).Partitions.ShouldHaveSingleItem().TakenOver.ShouldBeTrue();
    }

    private static async Task RefusesAsync(IAgentNetwork network, RunRequest request, string why)
    {
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => network.RunAsync(request).Within(60));
        refused.Error.ShouldBe(NetworkError.Detached);
        refused.Message.ShouldStartWith(why);
    }

    private static async Task<bool> RecordedAsync(IEventStore store, SessionId session) =>
        (await SlotIndexReader.ReadAsync(store, session.Slot, CancellationToken.None)).Recorded.Contains(session.Ulid);

    private static async Task<List<string>> InputsAsync(IEventStore store, SessionId session)
    {
        var inputs = new List<string>();
        await foreach (var stored in store.ReadAsync(session.ToString(), 1, CancellationToken.None))
            if (ConversationEventCodec.Decode(stored.Manifest, stored.Payload.Span) is RunQueued queued) inputs.Add(queued.Input);
        return inputs;
    }
}
