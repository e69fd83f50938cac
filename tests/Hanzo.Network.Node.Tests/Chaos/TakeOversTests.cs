using Hanzo.Network.Agents;
using Hanzo.Network.Node.Chaos;

namespace Hanzo.Network.Node.Tests.Chaos;

public sealed class TakeOversTests
{
    private static readonly SeenStep[] Begun =
    [
        Step(2, RunEventTypes.Queued), Step(3, RunEventTypes.Started),
        Step(4, RunEventTypes.ModelCalled, 1), Step(5, RunEventTypes.ModelReplied, 1), Step(6, RunEventTypes.ToolCalled, 2),
    ];

    [Fact]
    public void A_run_without_a_gap_was_never_taken_over() =>
        TakeOvers.Of([.. Begun, Step(7, RunEventTypes.ToolResult, 2), Step(null, RunEventTypes.ModelDelta)]).ShouldBe(TakeOvers.None);

    [Fact]
    public void What_had_ended_before_the_gap_is_reused_and_what_had_only_begun_is_repeated() =>
        TakeOvers.Of([.. Begun, Step(8, RunEventTypes.ToolResult, 2), Step(9, RunEventTypes.Completed)])
            .ShouldBe(new TakeOvers(1, Reused: 1, Repeated: 1, Asked: 0));

    [Fact]
    public void What_a_person_was_asked_about_is_not_repeated_even_when_it_is_made_then()
    {
        SeenStep[] asked = [Step(8, RunEventTypes.ApprovalRequested, 2), Step(9, RunEventTypes.ApprovalAnswered, 2)];

        TakeOvers.Of([.. Begun, .. asked, Step(10, RunEventTypes.ToolResult, 2)]).ShouldBe(new TakeOvers(1, 1, Repeated: 0, Asked: 1));
    }

    [Fact]
    public void What_waits_for_a_person_when_its_node_dies_only_waits_on() =>
        TakeOvers.Of(
        [
            .. Begun, Step(8, RunEventTypes.ApprovalRequested, 2), Step(10, RunEventTypes.ApprovalAnswered, 2),
            Step(11, RunEventTypes.ToolResult, 2),
        ]).ShouldBe(new TakeOvers(2, 1, Repeated: 0, Asked: 1));

    [Fact]
    public void Of_several_gaps_the_last_says_what_counted_in_the_end() =>
        TakeOvers.Of(
        [
            .. Begun, Step(8, RunEventTypes.ToolResult, 2), Step(9, RunEventTypes.ModelCalled, 3),
            Step(12, RunEventTypes.ModelReplied, 3),
        ]).ShouldBe(new TakeOvers(2, Reused: 2, Repeated: 2, Asked: 0));

    private static SeenStep Step(long? sequence, string type, int? step = null) => new(sequence, type, step, "{}", TimeSpan.Zero);
}
