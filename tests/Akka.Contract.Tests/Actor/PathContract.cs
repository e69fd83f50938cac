using Akka.Actor;

namespace Akka.Contract.Tests.Actor;

public class PathContract
{
    private static readonly ActorPath Local = new RootActorPath(new Address("akka", "sys")) / "user" / "a" / "b";

    [Fact]
    public void A_path_prints_as_address_and_elements()
    {
        Local.ToString().ShouldBe("akka://sys/user/a/b");
        Local.ToStringWithoutAddress().ShouldBe("/user/a/b");
        Local.Elements.ShouldBe(["user", "a", "b"]);
        Local.Name.ShouldBe("b");
        Local.Depth.ShouldBe(3);
        Local.Root.ToString().ShouldBe("akka://sys/");
    }

    [Fact]
    public void The_uid_shows_only_in_the_serialization_format()
    {
        var path = Local.WithUid(42);
        path.ToString().ShouldBe("akka://sys/user/a/b");
        path.ToStringWithUid().ShouldBe("akka://sys/user/a/b#42");
        path.ToSerializationFormat().ShouldBe("akka://sys/user/a/b#42");
        path.ToSerializationFormatWithAddress(new Address("akka.tcp", "sys", "host", 1)).ShouldBe("akka.tcp://sys@host:1/user/a/b#42");
        path.Equals(Local).ShouldBeTrue("paths compare without uid");
    }

    [Fact]
    public void An_address_is_put_in_unless_the_path_has_its_own_host()
    {
        var address = new Address("akka.tcp", "sys", "host", 1);
        Local.ToStringWithAddress(address).ShouldBe("akka.tcp://sys@host:1/user/a/b");
        var remote = new RootActorPath(new Address("akka.tcp", "sys", "other", 2)) / "user";
        remote.ToStringWithAddress(address).ShouldBe("akka.tcp://sys@other:2/user");
    }

    [Theory]
    [InlineData("akka://sys/user/a/b", 0)]
    [InlineData("akka.tcp://sys@host:80/user/a#17", 17)]
    [InlineData("akka://sys/", 0)]
    public void Text_and_path_round_trip(string text, long uid)
    {
        var path = ActorPath.Parse(text);
        path.Uid.ShouldBe(uid);
        path.ToSerializationFormat().ShouldBe(text);
    }

    [Theory]
    [InlineData("user/a")]
    [InlineData("/user/a")]
    [InlineData("http://host/user")]
    [InlineData("")]
    public void What_has_no_address_is_not_an_absolute_path(string text)
    {
        ActorPath.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<UriFormatException>(() => ActorPath.Parse(text));
    }

    [Fact]
    public void Equal_paths_have_equal_hashes_and_compare_as_zero()
    {
        var same = ActorPath.Parse("akka://sys/user/a/b");
        same.ShouldBe(Local);
        (same == Local).ShouldBeTrue();
        same.GetHashCode().ShouldBe(Local.GetHashCode());
        same.CompareTo(Local).ShouldBe(0);
        (same != Local / "c").ShouldBeTrue();
    }

    [Fact]
    public void Parents_and_children_navigate()
    {
        Local.Parent.ToString().ShouldBe("akka://sys/user/a");
        Local.Child("c").ToString().ShouldBe("akka://sys/user/a/b/c");
        Local.ParentOf(1).ToString().ShouldBe("akka://sys/user");
        (Local / new[] { "x", "y" }).ToString().ShouldBe("akka://sys/user/a/b/x/y");
    }

    [Theory]
    [InlineData("abc", true)]
    [InlineData("a-b_c.d", true)]
    [InlineData("%C3%A4", true)]
    [InlineData("$a", false)]
    [InlineData("", false)]
    [InlineData("a/b", false)]
    [InlineData("%zz", false)]
    public void Elements_are_checked(string name, bool valid)
    {
        ActorPath.IsValidPathElement(name).ShouldBe(valid);
    }
}
