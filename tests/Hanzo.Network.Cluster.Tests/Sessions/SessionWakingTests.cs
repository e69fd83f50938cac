using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Tests;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class SessionWakingTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void One_wake_at_a_time_is_under_way_to_each()
    {
        var waking = new SessionWaking(_time);

        waking.TryBegin("a").ShouldBeTrue();
        waking.TryBegin("a").ShouldBeFalse();
        waking.TryBegin("b").ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(2));
        waking.TryBegin("a").ShouldBeFalse();
    }

    [Fact]
    public void When_it_has_come_the_next_may_begin()
    {
        var waking = new SessionWaking(_time);
        for (var i = 0; i < 5; i++)
        {
            waking.TryBegin("a").ShouldBeTrue();
            _time.Advance(SessionWaking.After);
        }
    }
}
