using Akka.Actor;
using Akka.Embedded.Sharding.Regions;

namespace Akka.Embedded.Tests.Sharding;

public sealed class ShardBuffersTests
{
    [Fact]
    public void Messages_come_out_in_order_per_name_and_once()
    {
        var buffers = new ShardBuffers(10);
        for (var i = 0; i < 3; i++)
        {
            buffers.TryAdd("a", $"a{i}", ActorRefs.Nobody).ShouldBeTrue();
            buffers.TryAdd("b", $"b{i}", ActorRefs.Nobody).ShouldBeTrue();
        }

        buffers.Take("a").Select(envelope => envelope.Message).ShouldBe(["a0", "a1", "a2"]);
        buffers.Take("a").ShouldBeEmpty();
        buffers.Count.ShouldBe(3);
    }

    [Fact]
    public void The_bound_is_on_all_names_together()
    {
        var buffers = new ShardBuffers(2);
        buffers.TryAdd("a", 1, ActorRefs.Nobody).ShouldBeTrue();
        buffers.TryAdd("b", 2, ActorRefs.Nobody).ShouldBeTrue();

        buffers.TryAdd("a", 3, ActorRefs.Nobody).ShouldBeFalse();
        buffers.Take("b");
        buffers.TryAdd("a", 4, ActorRefs.Nobody).ShouldBeTrue();
    }
}
