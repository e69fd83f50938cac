using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Node.Chaos;

namespace Hanzo.Network.Kills.Tests;

public sealed class RunJudgeTests
{
    private static readonly ImmutableArray<SeenStep> History =
    [
        Step(2, RunEventTypes.Queued), Step(4, RunEventTypes.ModelReplied, 1, """{"step":1}"""),
        Step(6, RunEventTypes.ToolResult, 2, """{"step":2,"output":"look done"}"""), Step(7, RunEventTypes.Completed),
    ];

    private static readonly RunEnd Good = new("completed", "5 results: look done", null, History);

    [Fact]
    public void A_run_that_completed_with_all_that_was_seen_is_right() => Wrong(Good).ShouldBeEmpty();

    [Fact]
    public void A_run_that_nobody_knows_is_lost() => Wrong(null).ShouldBe(["run r was acknowledged and is lost"]);

    [Fact]
    public void A_run_that_ended_otherwise_is_told_with_its_error() =>
        Wrong(Good with { Status = "failed", Error = "no reply" }).ShouldBe(["run r is failed: no reply"]);

    [Fact]
    public void A_run_without_its_results_is_wrong() =>
        Wrong(Good with { Output = "4 results: look done" })
            .ShouldBe(["run r ended with '4 results: look done', not with '5 results: …'"]);

    [Fact]
    public void A_step_that_was_seen_must_be_in_the_history() =>
        Wrong(Good with { History = History.RemoveAt(1) }).ShouldBe(["run r: event 4, model.replied, was seen and is lost"]);

    [Fact]
    public void No_step_has_two_results_and_no_run_two_ends() =>
        Wrong(Good with { History = [.. History, Step(8, RunEventTypes.ToolResult, 2), Step(9, RunEventTypes.Cancelled)] })
            .ShouldBe(["run r has 2 ends", "run r: step 2 has 2 results"]);

    private static IEnumerable<string> Wrong(RunEnd? end) => RunJudge.Wrong(new RunLog("r", "worker.1.x", History), end);

    private static SeenStep Step(long sequence, string type, int? step = null, string data = "{}") =>
        new(sequence, type, step, data, TimeSpan.Zero);
}
