using Hanzo.Network.Agents;
using Hanzo.Network.Capacity;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Capacity;

public sealed class RunTimerTests
{
    private readonly ManualTime _time = new();
    private readonly RunTimer _timer;

    public RunTimerTests() => _timer = new RunTimer(AgentName.Parse("math"), _time);

    [Fact]
    public void A_completed_run_tells_its_time_its_model_and_the_rate_of_its_output()
    {
        Record(new RunStarted(1, "n1", Now));
        After(1, new ModelCalled(1, 1, Now) { Model = "large" });
        After(4, Reply(step: 1, tokens: 120));
        After(3, new ModelCalled(1, 2, Now) { Model = "large" });
        After(2, Reply(step: 2, tokens: 60));

        Record(new RunCompleted(1, "done", Now)).ShouldBe(
            new RunSample(AgentName.Parse("math"), "large", TimeSpan.FromSeconds(10), 30, Now));
    }

    [Fact]
    public void Time_spent_waiting_for_capacity_does_not_count()
    {
        Record(new RunStarted(1, "n1", Now));
        Record(new ModelCalled(1, 1, Now));
        _timer.Waits();
        _time.Advance(TimeSpan.FromSeconds(100));
        _timer.GoesOn();
        After(2, Reply(step: 1, tokens: 10));

        var sample = Record(new RunCompleted(1, "done", Now)).ShouldNotBeNull();
        (sample.Took, sample.TokensPerSecond).ShouldBe((TimeSpan.FromSeconds(2), 5));
    }

    [Fact]
    public void A_run_whose_model_tells_no_usage_has_no_rate()
    {
        Record(new RunStarted(1, "n1", Now));
        Record(new ModelCalled(1, 1, Now));
        After(2, new ModelReplied(1, 1, "x", "m", Now));

        Record(new RunCompleted(1, "x", Now)).ShouldNotBeNull().TokensPerSecond.ShouldBeNull();
    }

    [Fact]
    public void A_run_that_began_elsewhere_or_failed_gives_no_sample()
    {
        Record(new RunStarted(1, "n1", Now));
        Record(new SessionOpened("w2", "n2", Now));
        Record(new RunCompleted(1, "done", Now)).ShouldBeNull();

        Record(new RunStarted(2, "n2", Now));
        Record(new RunFailed(2, "no", Now)).ShouldBeNull();
        Record(new RunCompleted(3, "of a run never seen to start", Now)).ShouldBeNull();
    }

    [Fact]
    public void Each_run_begins_at_nothing()
    {
        Record(new RunStarted(1, "n1", Now));
        _timer.Waits();
        After(5, new RunFailed(1, "its deadline has passed", Now));
        Record(new RunStarted(2, "n1", Now));
        _time.Advance(TimeSpan.FromSeconds(3));

        Record(new RunCompleted(2, "x", Now)).ShouldNotBeNull().Took.ShouldBe(TimeSpan.FromSeconds(3));
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private static ModelReplied Reply(int step, long tokens) =>
        new(1, step, "x", "m", ManualTime.Start) { Usage = new ModelUsage(7, tokens) };

    private void After(double seconds, ConversationEvent @event)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Record(@event).ShouldBeNull();
    }

    private RunSample? Record(ConversationEvent @event) => _timer.Recorded(@event);
}
