using Akka.Actor;
using Akka.Embedded.Remoting;

namespace Akka.Embedded.Tests.Remote;

public class SystemOutboxTests
{
    [Fact]
    public void What_is_not_acknowledged_stays_in_order()
    {
        var outbox = new SystemOutbox(capacity: 10);
        for (var i = 0; i < 5; i++)
            outbox.Add(null!, new StopActor());

        outbox.Acknowledge(3);
        outbox.Acknowledge(2);

        outbox.Pending.Select(p => p.Number).ShouldBe([4, 5]);
        outbox.Add(null!, new StopActor()).Number.ShouldBe(6);
    }

    [Fact]
    public void It_is_full_at_its_capacity_and_numbers_go_on_after_it_was_cleared()
    {
        var outbox = new SystemOutbox(capacity: 2);
        outbox.Add(null!, new StopActor());
        outbox.IsFull.ShouldBeFalse();
        outbox.Add(null!, new StopActor());
        outbox.IsFull.ShouldBeTrue();

        outbox.Clear();

        outbox.IsEmpty.ShouldBeTrue();
        outbox.Add(null!, new StopActor()).Number.ShouldBe(3);
    }
}
