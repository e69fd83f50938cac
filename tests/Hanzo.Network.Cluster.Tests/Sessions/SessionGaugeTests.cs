using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Sessions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class SessionGaugeTests
{
    private readonly SessionGauge _gauge = new();

    [Fact]
    public void A_node_with_a_run_in_whatever_state_is_not_closed()
    {
        var slot = new SlotId(AgentName.Parse("math"), 1);
        _gauge.TryAccept().ShouldBeTrue();
        (_gauge.Counts, _gauge.TryClose()).ShouldBe((new SessionCounts(0, 0, 1), false));

        _gauge.Add(slot, active: 1, queued: 0);
        _gauge.Accepted();
        (_gauge.Counts, _gauge.TryClose()).ShouldBe((new SessionCounts(1, 0, 0), false));

        _gauge.Add(slot, active: -1, queued: 1);
        (_gauge.Counts, _gauge.TryClose()).ShouldBe((new SessionCounts(0, 1, 0), false));
    }

    [Fact]
    public void A_node_that_is_closed_takes_no_more_runs()
    {
        _gauge.TryClose().ShouldBeTrue();

        _gauge.TryAccept().ShouldBeFalse();
        (_gauge.Counts, _gauge.TryClose()).ShouldBe((default(SessionCounts), true));
    }

    [Fact]
    public void A_session_that_ends_while_it_records_a_run_counts_it_no_more()
    {
        var runs = new SessionRuns(new SlotId(AgentName.Parse("math"), 1), _gauge);
        runs.TryAccept().ShouldBeTrue();
        runs.TryAccept().ShouldBeTrue();
        _gauge.Counts.Accepting.ShouldBe(1);

        runs.Dispose();
        runs.Accepted();

        _gauge.Counts.ShouldBe(default(SessionCounts));
    }
}
