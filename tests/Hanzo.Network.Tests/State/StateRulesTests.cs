using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

public sealed class StateRulesTests
{
    private static readonly StateKey Key = StateKey.Parse("k");

    [Theory]
    [InlineData("1", 0)]
    [InlineData("""["[[[",{"a\"[{":{}}]""", 3)]
    [InlineData("""[[],[],"\\",[[]]]""", 3)]
    public void Nesting_is_counted_outside_of_texts(string json, int depth) => StateValue.Parse(json).Depth.ShouldBe(depth);

    [Fact]
    public void What_another_node_sends_is_within_the_bounds_or_refused()
    {
        StateRules.RequireValue(Key, Nested(StateLimits.MaxDepth)).Depth.ShouldBe(StateLimits.MaxDepth);
        foreach (var wrong in new[] { Nested(StateLimits.MaxDepth + 1), "{", new string('1', StateLimits.MaxValueBytes + 1) })
            Should.Throw<AgentNetworkException>(() => StateRules.RequireValue(Key, wrong)).Error.ShouldBe(NetworkError.InvalidRequest);
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
