using Akka.DistributedData;
using static Akka.Contract.Tests.DistributedData.Data.Histories;

namespace Akka.Contract.Tests.DistributedData.Data;

public sealed class RegisterContract
{
    [Fact]
    public void The_later_write_wins()
    {
        var first = new LWWRegister<string>(Nodes[0], "first");
        var second = first.WithValue(Nodes[1], "second");

        second.Timestamp.ShouldBeGreaterThan(first.Timestamp);
        second.UpdatedBy.ShouldBe(Nodes[1]);
        first.Merge(second).Value.ShouldBe("second");
        second.Merge(first).Value.ShouldBe("second");
    }

    [Fact]
    public void The_default_clock_is_the_time_in_ticks_and_never_stands_still()
    {
        var now = DateTime.UtcNow.Ticks;
        LWWRegister<string>.DefaultClock(0, "x").ShouldBeInRange(now - TimeSpan.TicksPerHour, now + TimeSpan.TicksPerHour);
        LWWRegister<string>.DefaultClock(long.MaxValue - 1, "x").ShouldBe(long.MaxValue);
    }

    [Fact]
    public void With_the_reverse_clock_the_first_write_wins()
    {
        var first = new LWWRegister<string>(Nodes[0], "first", LWWRegister<string>.ReverseClock);
        var second = first.WithValue(Nodes[1], "second", LWWRegister<string>.ReverseClock);

        first.Timestamp.ShouldBeLessThan(0);
        second.Timestamp.ShouldBeLessThan(first.Timestamp);
        first.Merge(second).Value.ShouldBe("first");
        second.Merge(first).Value.ShouldBe("first");
    }

    [Fact]
    public void A_clock_of_ones_own_decides_by_the_value()
    {
        Clock<Version> byVersion = (current, value) => value.Major;
        var two = new LWWRegister<Version>(Nodes[0], new Version(2, 0), byVersion);
        var seven = new LWWRegister<Version>(Nodes[1], new Version(7, 0), byVersion);

        two.Timestamp.ShouldBe(2);
        two.Merge(seven).Value.Major.ShouldBe(7);
        seven.WithValue(Nodes[0], new Version(3, 0), byVersion).Merge(seven).Value.Major.ShouldBe(7);
    }

    [Fact]
    public void A_clock_gets_the_timestamp_that_it_replaces()
    {
        long? given = null;
        new LWWRegister<string>(Nodes[0], "a", 41).WithValue(Nodes[0], "b", (current, value) =>
        {
            given = current;
            value.ShouldBe("b");
            return current + 1;
        }).Timestamp.ShouldBe(42);
        given.ShouldBe(41);
    }

    [Fact]
    public void At_equal_timestamps_the_node_with_the_lower_uid_wins_on_both_sides()
    {
        var low = new LWWRegister<string>(Node(1), "low", 5L);
        var high = new LWWRegister<string>(Node(2), "high", 5L);

        low.Merge(high).Value.ShouldBe("low");
        high.Merge(low).Value.ShouldBe("low");
    }

    [Fact]
    public void Registers_are_equal_by_value_time_and_node()
    {
        new LWWRegister<string>(Nodes[0], "a", 1).ShouldBe(new LWWRegister<string>(Nodes[0], "a", 1));
        new LWWRegister<string>(Nodes[0], "a", 1).Equals(new LWWRegister<string>(Nodes[0], "a", 2)).ShouldBeFalse();
        new LWWRegister<string>(Nodes[0], "a", 1).Equals(new LWWRegister<string>(Nodes[0], "b", 1)).ShouldBeFalse();
        new LWWRegister<string>(Nodes[0], "a", 1).Equals(new LWWRegister<string>(Nodes[1], "a", 1)).ShouldBeFalse();
    }

    [Fact]
    public void A_flag_stays_on()
    {
        Flag.False.Enabled.ShouldBeFalse();
        Flag.False.SwitchOn().Enabled.ShouldBeTrue();
        Flag.True.Merge(Flag.False).Enabled.ShouldBeTrue();
        Flag.False.Merge(Flag.True).Enabled.ShouldBeTrue();
        bool on = Flag.True;
        on.ShouldBeTrue();
        Flag.True.ShouldBe(Flag.False.SwitchOn());
        Flag.False.CompareTo(Flag.True).ShouldBeLessThan(0);
    }
}
