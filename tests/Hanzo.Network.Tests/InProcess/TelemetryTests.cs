using System.Diagnostics;
using System.Diagnostics.Metrics;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Tests.InProcess;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_run_is_one_trace_from_route_to_tool()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Telemetry.Name or "test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => { lock (spans) spans.Add(span); },
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        using var root = source.StartActivity("caller")!;
        await using var network = LocalNetwork.Create();

        await network.RunAsync(new RunRequest("What is 1+1?") { Agent = "math" });

        List<Activity> own;
        lock (spans) own = [.. spans.Where(span => span.TraceId == root.TraceId)];
        own.Select(span => span.DisplayName)
            .ShouldBe(["route", "chat offline", "execute_tool calculate", "chat offline", "invoke_agent math"], ignoreOrder: true);
        var (route, session) = (
            own.Single(span => span.DisplayName == "route"), own.Single(span => span.DisplayName == "invoke_agent math"));
        route.ParentSpanId.ShouldBe(root.SpanId);
        session.ParentSpanId.ShouldBe(route.SpanId);
        own.Except([route, session]).ShouldAllBe(span => span.ParentSpanId == session.SpanId);
    }

    [Fact]
    public async Task Runs_model_and_tool_calls_are_counted_without_their_texts()
    {
        var measured = new List<(string Name, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == Telemetry.Name) self.EnableMeasurementEvents(instrument);
            },
        };
        void Note(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            lock (measured) measured.Add((name, text));
        }

        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument.Name, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument.Name, tags));
        listener.Start();
        await using var network = LocalNetwork.Create();

        await network.RunAsync(new RunRequest("What is 1234 + 1?") { Agent = "math" });

        lock (measured)
        {
            measured.ShouldContain(("hanzo.runs", "gen_ai.agent.name=math,hanzo.status=completed"));
            measured.ShouldContain(entry => entry.Name == "hanzo.run.duration");
            measured.ShouldContain(
                entry => entry.Name == "gen_ai.client.operation.duration" && entry.Tags.Contains("gen_ai.request.model=offline"));
            measured.ShouldContain(("hanzo.tool.duration", "gen_ai.tool.name=calculate,hanzo.failed=False"));
            measured.ShouldAllBe(entry => !entry.Tags.Contains("1234"));
        }
    }
}
