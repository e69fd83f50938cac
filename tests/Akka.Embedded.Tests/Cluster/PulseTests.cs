using Akka.Embedded.Membership;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Cluster;

public class PulseTests
{
    private readonly VirtualTime _time = new();
    private readonly Pulse _pulse;

    public PulseTests() => _pulse = new Pulse(TimeSpan.FromSeconds(3), _time);

    [Fact]
    public void A_node_that_beats_in_time_is_sure()
    {
        for (var i = 0; i < 10; i++)
        {
            _pulse.Beat().ShouldBeTrue();
            _time.Advance(3_000);
            _pulse.IsSure.ShouldBeTrue();
        }
    }

    [Fact]
    public void One_that_was_held_up_is_not_until_another_confirms_it()
    {
        _pulse.Beat();
        _time.Advance(3_001);

        _pulse.IsSure.ShouldBeFalse("even before it beats again");
        _pulse.Beat().ShouldBeFalse();
        _pulse.IsSure.ShouldBeFalse();

        _pulse.Confirm();
        _pulse.IsSure.ShouldBeTrue();
        _pulse.Beat().ShouldBeTrue();
    }

    [Fact]
    public void Who_is_alone_needs_no_beat()
    {
        _pulse.Beat();
        _pulse.Rest();
        _time.Advance(60_000);

        _pulse.IsSure.ShouldBeTrue();
        _pulse.Beat().ShouldBeTrue();
    }
}
