using Akka.Actor;

namespace Akka.Contract.Tests.Actor;

public class NamesContract : TestKit.Xunit2.TestKit
{
    private static readonly Props Nothing = Props.Create(() => new Idle());

    [Fact]
    public void An_actor_lives_under_user_by_its_name()
    {
        var actor = Sys.ActorOf(Nothing, "here");
        actor.Path.ToString().ShouldBe("akka://test/user/here");
        actor.Path.Name.ShouldBe("here");
        actor.Path.Parent.Name.ShouldBe("user");
    }

    [Fact]
    public void Actors_without_name_get_names_with_a_dollar_sign()
    {
        var first = Sys.ActorOf(Nothing);
        var second = Sys.ActorOf(Nothing);
        first.Path.Name.ShouldBe("$a");
        second.Path.Name.ShouldBe("$b");
    }

    [Fact]
    public void A_name_is_given_once()
    {
        Sys.ActorOf(Nothing, "once");
        Should.Throw<InvalidActorNameException>(() => Sys.ActorOf(Nothing, "once")).Message.ShouldContain("once");
    }

    [Theory]
    [InlineData("")]
    [InlineData("$x")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a#b")]
    public void A_name_that_does_not_fit_a_path_is_refused(string name)
    {
        Should.Throw<InvalidActorNameException>(() => Sys.ActorOf(Nothing, name));
    }

    [Theory]
    [InlineData("a-b_c.d")]
    [InlineData("math.17")]
    [InlineData("%20")]
    [InlineData("user@host:1")]
    public void A_name_may_hold_these(string name)
    {
        Sys.ActorOf(Nothing, name).Path.Name.ShouldBe(name);
    }

    [Fact]
    public void A_name_is_free_again_when_its_actor_has_ended_and_the_new_one_is_another()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Replacer(TestActor)));
        parent.Tell("first");
        var first = ExpectMsg<IActorRef>();
        parent.Tell("replace");
        var second = ExpectMsg<IActorRef>();
        second.Path.ShouldBe(first.Path);
        second.ShouldNotBe(first);
        second.Path.Uid.ShouldNotBe(first.Path.Uid);
    }

    [Fact]
    public void References_to_one_actor_are_equal_however_they_were_got()
    {
        var actor = Sys.ActorOf(Nothing, "same");
        Sys.ActorSelection("/user/same").Tell(new Identify(1));
        var found = ExpectMsg<ActorIdentity>().Subject;
        found.ShouldBe(actor);
        found.GetHashCode().ShouldBe(actor.GetHashCode());
        found.CompareTo(actor).ShouldBe(0);
    }

    [Fact]
    public void Nobody_is_nobody()
    {
        ActorRefs.Nobody.IsNobody().ShouldBeTrue();
        ActorRefs.NoSender.IsNobody().ShouldBeTrue();
        TestActor.IsNobody().ShouldBeFalse();
    }

    private sealed class Idle : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Replacer : ReceiveActor
    {
        public Replacer(IActorRef reportTo)
        {
            var child = ActorRefs.NoSender;
            Receive<string>(s => s == "first", _ =>
            {
                child = Context.ActorOf(Nothing, "child");
                reportTo.Tell(child);
            });
            Receive<string>(s => s == "replace", _ =>
            {
                Context.Watch(child);
                Context.Stop(child);
            });
            Receive<Terminated>(_ => reportTo.Tell(Context.ActorOf(Nothing, "child")));
        }
    }
}
