using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Partitions;
using Hanzo.Network.Tests.Conversations;

namespace Hanzo.Network.Tests.Partitions;

public sealed class PartitionRulesTests
{
    private static readonly Detachment Cut = new("d1", null, "c", ["a", "b", "c"], ManualTime.Start);

    [Fact]
    public void An_agent_that_pauses_says_so_and_from_whom_its_node_is_cut_off()
    {
        var refusal = Decide(PartitionMode.Pause).ShouldBeOfType<PartitionStep.Refuse>().Refusal;

        refusal.Error.ShouldBe(NetworkError.Detached);
        refusal.Message.ShouldBe(
            "agent 'math' pauses: node 'c' has been cut off from 'a', 'b' since 03:04:05Z; runs go on when it is back.");
    }

    [Fact]
    public void One_that_is_read_only_says_that() =>
        Decide(PartitionMode.ReadOnly, isEmpty: true).ShouldBeOfType<PartitionStep.Refuse>().Refusal.Message
            .ShouldStartWith("agent 'math' is read-only while its node is cut off:");

    [Fact]
    public void One_that_continues_branches_off_what_has_a_history_and_begins_what_has_none()
    {
        Decide(PartitionMode.ContinueLocal).ShouldBe(new PartitionStep.BranchOff(PartitionRules.BranchOf(Talk.Session, Cut)));
        Decide(PartitionMode.ContinueLocal, isEmpty: true).ShouldBe(new PartitionStep.Begin());
    }

    [Fact]
    public void A_run_whose_id_is_bound_to_a_session_with_a_history_is_made_in_no_branch_of_it()
    {
        var step = PartitionRules.Decide(Cut, PartitionMode.ContinueLocal, Talk.Session, isEmpty: false, "mine");

        var refusal = step.ShouldBeOfType<PartitionStep.Refuse>().Refusal;
        refusal.Error.ShouldBe(NetworkError.Detached);
        refusal.Message.ShouldBe(
            $"run id 'mine' is bound to session {Talk.Session}, which cannot go on here: "
            + "node 'c' has been cut off from 'a', 'b' since 03:04:05Z.");
        PartitionRules.Decide(Cut, PartitionMode.ContinueLocal, Talk.Session, isEmpty: true, "mine").ShouldBe(new PartitionStep.Begin());
    }

    [Fact]
    public void A_session_has_one_branch_for_each_detachment_in_its_own_slot()
    {
        var branch = PartitionRules.BranchOf(Talk.Session, Cut);

        branch.ShouldBe(PartitionRules.BranchOf(Talk.Session, Cut));
        branch.Slot.ShouldBe(Talk.Session.Slot);
        branch.ShouldNotBe(PartitionRules.BranchOf(Talk.Session, Cut with { Id = "d2" }));
        SessionId.TryParse(branch.ToString(), out _).ShouldBeTrue();
    }

    [Fact]
    public void A_branch_has_all_finished_runs_of_its_parent_and_nothing_of_one_under_way()
    {
        var parent = new Talk();
        parent.Start("r1", "one");
        parent.Say("first");
        parent.Start("r2", "two");
        parent.Ask("calculate");

        var branch = Branch(parent);

        branch.State.Transcript.ShouldBe([new UserEntry("one"), new AssistantEntry("first", [])], new SameEntry());
        branch.State.Branch.ShouldBe(new SessionBranch(Talk.Session, parent.Events.Count, "d1"));
        branch.State.IsIdle.ShouldBeTrue();
        branch.Start("r3", "three");
        branch.UnderWay.Values.Single().ShouldBeOfType<CallModel>().Transcript.Last().ShouldBe(new UserEntry("three"));
        branch.State.ResultOf(1)!.Branch!.Parent.ShouldBe(Talk.Session);
    }

    [Fact]
    public void Calls_of_tools_come_along_with_their_results()
    {
        var parent = new Talk();
        parent.Start("r1", "one");
        parent.Ask("calculate");
        parent.End(new CompleteToolCall(parent.UnderWay.Keys.Single(), "2"));
        parent.Say("two");

        Branch(parent).State.Transcript.ShouldBe(parent.State.Transcript, new SameEntry());
    }

    [Fact]
    public void Of_a_long_history_it_has_the_newest_runs_that_fit_each_whole()
    {
        var parent = new Talk();
        foreach (var i in Enumerable.Range(1, 5))
        {
            parent.Start($"r{i}", $"{i}");
            parent.Say(new string('x', 1000));
        }

        var entries = PartitionRules.Inherited(parent.State, maxBytes: 3000);

        entries.OfType<UserEntry>().Select(entry => entry.Text).ShouldBe(["4", "5"]);
        entries[0].ShouldBeOfType<UserEntry>();
    }

    [Fact]
    public void Long_texts_are_written_in_events_that_each_fit()
    {
        var transcript = Enumerable.Range(0, 9).Select(_ => (TranscriptEntry)new UserEntry(new string('x', 100_000))).ToImmutableArray();
        var branch = new Talk();

        branch.Tell(new BranchOff(new SessionBranch(null, 0, "d1"), transcript));

        branch.State.Transcript.Count.ShouldBe(9);
        branch.Events.OfType<TranscriptInherited>().Count().ShouldBeGreaterThan(1);
        branch.Events.ShouldAllBe(e => ConversationEventCodec.Encode(e).Length < ConversationLimits.MaxEventBytes);
    }

    [Fact]
    public void What_has_a_history_is_no_branch_of_anything()
    {
        var talk = new Talk();
        talk.Start();

        talk.Tell(new BranchOff(new SessionBranch(Talk.Session, 3, "d1"), [])).Events.ShouldBeEmpty();
    }

    private static PartitionStep Decide(PartitionMode mode, bool isEmpty = false) =>
        PartitionRules.Decide(Cut, mode, Talk.Session, isEmpty);

    private static Talk Branch(Talk parent)
    {
        var branch = new Talk();
        branch.Tell(new BranchOff(new SessionBranch(Talk.Session, parent.Events.Count, "d1"), PartitionRules.Inherited(parent.State)));
        return branch;
    }

    /// <summary>Arrays of calls are compared by what they hold.</summary>
    private sealed class SameEntry : IEqualityComparer<TranscriptEntry>
    {
        public bool Equals(TranscriptEntry? x, TranscriptEntry? y) => Text(x!) == Text(y!);

        public int GetHashCode(TranscriptEntry obj) => Text(obj).Length;

        private static string Text(TranscriptEntry entry) => System.Text.Json.JsonSerializer.Serialize<object>(entry);
    }
}
