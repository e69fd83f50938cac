using System.Collections.Concurrent;
using System.Diagnostics;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Monitoring;

[Collection(AloneCollection.Name)]
public sealed class TracingTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_run_is_one_trace_from_route_to_tool_across_two_nodes()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Text);
        await network.StartAsync("two", BuiltInAgents.Math);
        await network.MeetAsync();

        var result = await one.Network.RunAsync(new RunRequest("What is 2 + 3?") { Agent = "math" }).Within(10);
        await Eventually.TrueAsync(() => spans.Any(s => s.OperationName.StartsWith("invoke_agent", StringComparison.Ordinal)));

        var trace = spans.Select(s => s.TraceId).Distinct().ShouldHaveSingleItem();
        var byId = spans.ToDictionary(s => s.SpanId);
        var tool = spans.Single(s => s.OperationName == "execute_tool calculate");
        Ancestry(tool, byId).ShouldBe(["execute_tool calculate", "invoke_agent math", "place", "route"]);
        var chats = spans.Where(s => s.OperationName.StartsWith("chat", StringComparison.Ordinal)).ToList();
        chats.Count.ShouldBe(2);
        foreach (var chat in chats) Ancestry(chat, byId)[1..].ShouldBe(["invoke_agent math", "place", "route"]);
        spans.Single(s => s.OperationName == "invoke_agent math").GetTagItem("hanzo.node").ShouldBe("two");
        result.Node.ShouldBe("two");
        trace.ShouldNotBe(default);
    }

    private static List<string> Ancestry(Activity span, Dictionary<ActivitySpanId, Activity> byId)
    {
        var names = new List<string>();
        for (var next = span; next is not null; next = byId.GetValueOrDefault(next.ParentSpanId)) names.Add(next.OperationName);
        return names;
    }
}
