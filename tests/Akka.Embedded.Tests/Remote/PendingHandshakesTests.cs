using Akka.Embedded.Remoting;

namespace Akka.Embedded.Tests.Remote;

public class PendingHandshakesTests
{
    [Fact]
    public void Of_one_address_the_oldest_makes_room()
    {
        var pending = new PendingHandshakes<string>(max: 10, maxPerAddress: 2);

        pending.Add("a", "a1").ShouldBeNull();
        pending.Add("a", "a2").ShouldBeNull();
        pending.Add("a", "a3").ShouldBe("a1");

        pending.Count.ShouldBe(2);
    }

    [Fact]
    public void In_all_the_oldest_of_the_address_with_the_most_makes_room_so_others_are_safe()
    {
        var pending = new PendingHandshakes<string>(max: 4, maxPerAddress: 3);
        pending.Add("quiet", "q1").ShouldBeNull();
        pending.Add("busy", "b1").ShouldBeNull();
        pending.Add("busy", "b2").ShouldBeNull();
        pending.Add("busy", "b3").ShouldBeNull();

        pending.Add("new", "n1").ShouldBe("b1");
        pending.Add("newer", "m1").ShouldBe("b2");

        pending.Remove("quiet", "q1").ShouldBeTrue();
    }

    [Fact]
    public void Who_had_to_make_room_has_no_place_any_more()
    {
        var pending = new PendingHandshakes<string>(max: 1, maxPerAddress: 1);
        pending.Add("a", "a1");
        pending.Add("a", "a2");

        pending.Remove("a", "a1").ShouldBeFalse();
        pending.Remove("a", "a2").ShouldBeTrue();
        pending.Remove("a", "a2").ShouldBeFalse();
        pending.Count.ShouldBe(0);
    }

    [Fact]
    public void However_many_come_no_more_than_the_limit_are_kept()
    {
        var pending = new PendingHandshakes<string>(max: 50, maxPerAddress: 20);
        var random = new Random(5);
        for (var i = 0; i < 5_000; i++)
        {
            pending.Add($"address {random.Next(100)}", $"connection {i}");
            pending.Count.ShouldBeLessThanOrEqualTo(50);
        }
    }
}
