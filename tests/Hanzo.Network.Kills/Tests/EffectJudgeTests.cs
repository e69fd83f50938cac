using Hanzo.Network.Agents;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Chaos;

namespace Hanzo.Network.Kills.Tests;

public sealed class EffectJudgeTests
{
    private const string Key = "worker.1.x.1.2";
    private static readonly RunLog Log = new("r", "worker.1.x", []);

    [Theory]
    [InlineData("pay", 1, true)]
    [InlineData("pay", 2, false)]
    [InlineData("reserve", 2, false)]
    [InlineData("look", 2, true)]
    public void Only_what_may_be_repeated_takes_effect_twice(string tool, int times, bool isRight)
    {
        var effects = new Dictionary<EffectCall, int> { [new EffectCall(Key, tool)] = times };

        string[] wrong = isRight ? [] : [$"'{tool}' took effect {times} times: {Key}"];
        EffectJudge.Twice(effects).ShouldBe(wrong);
        EffectJudge.Repeated(effects).ShouldBe(times - 1);
    }

    [Fact]
    public void What_a_history_tells_as_done_took_effect()
    {
        var end = EndWith("""{"step":2,"output":"pay done"}""");

        EffectJudge.Missing(Log, end, new Dictionary<EffectCall, int> { [new EffectCall(Key, "pay")] = 1 }).ShouldBeEmpty();
        EffectJudge.Missing(Log, end, new Dictionary<EffectCall, int>())
            .ShouldBe([$"run r says that 'pay' was done, and it took no effect: {Key}"]);
    }

    [Fact]
    public void What_failed_or_was_not_allowed_need_not_have_taken_effect() =>
        EffectJudge.Missing(Log, EndWith("""{"step":2,"error":"not allowed"}"""), new Dictionary<EffectCall, int>()).ShouldBeEmpty();

    private static RunEnd EndWith(string result) => new("completed", "", null,
    [
        new SeenStep(5, RunEventTypes.ToolCalled, 2, """{"step":2,"tool":"pay","arguments":"{}"}""", TimeSpan.Zero),
        new SeenStep(6, RunEventTypes.ToolResult, 2, result, TimeSpan.Zero),
    ]);
}
