using System.Diagnostics;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Conversations;

public sealed class RunTracesTests : IDisposable
{
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;
    private readonly SessionId _session = SessionId.Parse("math.5.01J9Z0000000000000000TRACE");

    public RunTracesTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (Equals(span.GetTagItem("gen_ai.conversation.id"), _session.ToString())) _ended.Add(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public void What_a_run_does_is_under_its_span_and_the_thread_is_not()
    {
        using var traces = new RunTraces(_session, "one");

        var context = traces.Begin(1, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        Activity.Current.ShouldBeNull();
        traces.Ended(Run(RunStatus.Completed));
        var span = _ended.ShouldHaveSingleItem();
        span.Id.ShouldBe(context);
        span.ParentSpanId.ToString().ShouldBe("b7ad6b7169203331");
        (span.Status, span.GetTagItem("hanzo.node")).ShouldBe((ActivityStatusCode.Unset, "one"));
    }

    [Theory]
    [InlineData(RunStatus.Failed, ActivityStatusCode.Error)]
    [InlineData(RunStatus.Cancelled, ActivityStatusCode.Unset)]
    public void Only_a_failed_run_is_an_error(RunStatus status, ActivityStatusCode code)
    {
        using var traces = new RunTraces(_session, "one");
        traces.Begin(1, null);

        traces.Ended(Run(status));

        _ended.ShouldHaveSingleItem().Status.ShouldBe(code);
    }

    [Fact]
    public void A_refused_run_and_one_that_goes_on_elsewhere_end_their_spans_with_the_reason()
    {
        using (var traces = new RunTraces(_session, "one"))
        {
            traces.Begin(1, null);
            traces.Begin(2, null);
            traces.Forget(1, "too many");
            _ended.ShouldHaveSingleItem().StatusDescription.ShouldBe("too many");
        }

        _ended[1].StatusDescription.ShouldBe("the session was closed here before the run ended");
    }

    public void Dispose() => _listener.Dispose();

    private static RunState Run(RunStatus status) => new(1, "r", "hi", "") { Status = status, Error = "broken" };
}
