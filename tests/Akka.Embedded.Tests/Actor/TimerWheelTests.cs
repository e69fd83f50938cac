using Akka.Embedded.Scheduling;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Actor;

public class TimerWheelTests
{
    private readonly VirtualTime _time = new();
    private readonly TimerWheel _wheel;
    private readonly List<string> _fired = [];

    public TimerWheelTests() => _wheel = new TimerWheel(_time);

    [Fact]
    public void Timers_fire_in_order_of_time_and_of_start_within_one_moment()
    {
        Start("c", 30);
        Start("a1", 10);
        Start("a2", 10);
        Start("b", 20);
        At(100);
        _fired.ShouldBe(["a1@10", "a2@10", "b@20", "c@30"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(10_240)]
    [InlineData(3_600_000)]
    [InlineData(60 * 24 * 3_600_000L)]
    public void A_timer_is_exact_however_far_away(long milliseconds)
    {
        Start("x", milliseconds);
        At(milliseconds - 1);
        _fired.ShouldBeEmpty();
        At(milliseconds);
        _fired.ShouldBe([$"x@{milliseconds}"]);
    }

    [Fact]
    public void Two_rounds_of_the_wheel_share_a_slot_without_mixing()
    {
        Start("next round", 5 + 1024);
        Start("this round", 5);
        At(1000);
        _fired.ShouldBe(["this round@5"]);
        At(2000);
        _fired.ShouldBe(["this round@5", $"next round@{5 + 1024}"]);
    }

    [Fact]
    public void A_cancelled_timer_does_not_fire_and_says_whether_it_was_in_time()
    {
        var timer = Start("x", 10);
        _wheel.Cancel(timer).ShouldBeTrue();
        _wheel.Cancel(timer).ShouldBeFalse();
        At(100);
        _fired.ShouldBeEmpty();
    }

    [Fact]
    public void A_timer_may_start_another_or_itself_again()
    {
        Note? timer = null;
        timer = new Note(() =>
        {
            _fired.Add($"{_time.Elapsed.TotalMilliseconds}");
            if (_fired.Count < 3)
                _wheel.Start(timer!, TimeSpan.FromMilliseconds(7));
        });
        _wheel.Start(timer, TimeSpan.FromMilliseconds(7));
        At(100);
        _fired.ShouldBe(["7", "14", "21"]);
    }

    [Fact]
    public void An_empty_wheel_asks_for_no_wake_up()
    {
        _time.NextDue.ShouldBeNull();
        Start("x", 10);
        _time.NextDue.ShouldNotBeNull();
        At(10);
        _time.NextDue.ShouldBeNull();
    }

    [Fact]
    public void Thousands_of_timers_far_away_wake_it_once_a_second_at_most()
    {
        for (var i = 0; i < 5000; i++)
            Start("x", 600_000 + i * 7);
        CountWakeUps(until: 600_000).ShouldBeLessThanOrEqualTo(600_000 / 1024 + 1);
        _fired.Count.ShouldBe(1);
    }

    [Fact]
    public void One_timer_far_away_wakes_it_twice()
    {
        Start("x", 600_000);
        CountWakeUps(until: 700_000).ShouldBe(2);
        _fired.ShouldBe(["x@600000"]);
    }

    [Fact]
    public void A_timer_beside_one_that_is_months_away_is_exact_too()
    {
        Start("months away", 60 * 24 * 3_600_000L);
        At(30_000_000);
        Start("near", 5_000);
        At(30_004_999);
        _fired.ShouldBeEmpty();
        At(40_000_000);
        _fired.ShouldBe(["near@30005000"]);
    }

    [Fact]
    public void A_short_timer_after_a_long_rest_wakes_it_once()
    {
        At(10_000_000);
        Start("x", 5);
        CountWakeUps(until: 10_001_000).ShouldBe(1);
        _fired.ShouldBe(["x@10000005"]);
    }

    [Fact]
    public void The_order_of_start_holds_for_timers_that_come_from_far_and_near()
    {
        Start("from far", 1500);
        At(600);
        Start("from far too", 900);
        At(1100);
        Start("near", 400);
        At(2000);
        _fired.ShouldBe(["from far@1500", "from far too@1500", "near@1500"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Timers_started_cancelled_and_moved_at_random_fire_exactly_when_due(int seed)
    {
        var random = new Random(seed);
        var due = new Dictionary<string, int>();
        var timers = new Dictionary<string, Note>();
        var expected = new List<string>();
        for (var now = 0; now < 5_000_000; now += random.Next(1, 20_000))
        {
            At(now);
            expected.AddRange(due.Where(d => d.Value <= now).Select(d => $"{d.Key}@{d.Value}"));
            foreach (var name in due.Where(d => d.Value <= now).Select(d => d.Key).ToArray())
                due.Remove(name);
            var key = $"t{random.Next(50)}";
            var delay = random.Next(3) switch { 0 => random.Next(1, 50), 1 => random.Next(1, 5000), _ => random.Next(1, 3_000_000) };
            if (due.Remove(key) && random.Next(2) == 0)
            {
                _wheel.Cancel(timers[key]).ShouldBeTrue();
                continue;
            }
            due[key] = now + delay;
            if (timers.TryGetValue(key, out var timer))
                _wheel.Start(timer, TimeSpan.FromMilliseconds(delay));
            else
                timers[key] = Start(key, delay);
        }
        At(10_000_000);
        expected.AddRange(due.Select(d => $"{d.Key}@{d.Value}"));
        _fired.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_timer_may_start_another_again_that_is_due_at_the_same_moment()
    {
        Note? restarted = null;
        _wheel.Start(new Note(() => _wheel.Start(restarted!, TimeSpan.FromMilliseconds(5))), TimeSpan.FromMilliseconds(10));
        restarted = Start("restarted", 10);
        Start("next", 10);
        At(10);
        _fired.ShouldBe(["next@10"]);
        At(100);
        _fired.ShouldBe(["next@10", "restarted@15"]);
    }

    [Fact]
    public void A_timer_may_cancel_another_that_is_due_at_the_same_moment()
    {
        Note? cancelled = null;
        _wheel.Start(new Note(() => _wheel.Cancel(cancelled!).ShouldBeTrue()), TimeSpan.FromMilliseconds(10));
        cancelled = Start("cancelled", 10);
        Start("next", 10);
        At(100);
        _fired.ShouldBe(["next@10"]);
    }

    [Fact]
    public void After_Dispose_nothing_fires_and_all_that_was_or_is_started_is_told_so()
    {
        var early = new[] { Start("a", 10), Start("b", 10), Start("c", 5000) };
        var cancelled = Start("d", 10);
        _wheel.Cancel(cancelled);
        _wheel.Dispose();
        var late = Start("y", 20);
        At(10_000);
        _fired.ShouldBeEmpty();
        early.ShouldAllBe(timer => timer.TimesAbandoned == 1);
        late.TimesAbandoned.ShouldBe(1);
        cancelled.TimesAbandoned.ShouldBe(0);
    }

    [Fact]
    public void A_thousand_random_timers_each_fire_at_their_time()
    {
        var random = new Random(4711);
        var expected = new List<string>();
        foreach (var delay in Enumerable.Range(0, 1000).Select(_ => random.Next(1, 20_000)))
        {
            Start("t", delay);
            expected.Add($"t@{delay}");
        }
        for (var now = 0; now <= 20_000; now += 777)
            At(now);
        At(20_000);
        _fired.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    private void At(long milliseconds) => _time.AdvanceTo(TimeSpan.FromMilliseconds(milliseconds));

    private int CountWakeUps(int until)
    {
        var count = 0;
        for (; _time.NextDue is { } next && next.TotalMilliseconds <= until; count++)
            _time.AdvanceTo(next);
        return count;
    }

    private Note Start(string name, long milliseconds)
    {
        var timer = new Note(() => _fired.Add($"{name}@{_time.Elapsed.TotalMilliseconds}"));
        _wheel.Start(timer, TimeSpan.FromMilliseconds(milliseconds));
        return timer;
    }

    private sealed class Note(Action action) : WheelTimer
    {
        public int TimesAbandoned { get; private set; }

        protected internal override void Fire() => action();

        protected internal override void Abandoned() => TimesAbandoned++;
    }
}
