using Akka.Actor;
using Akka.Contract.Tests.Support;
using Akka.Event;

namespace Akka.Contract.Tests.Actor;

public class SelectionContract : TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly IActorRef _parent;

    public SelectionContract()
    {
        _parent = Sys.ActorOf(Props.Create(() => new Named()), "parent");
        foreach (var name in new[] { "child-1", "child-2", "other" })
        {
            _parent.Tell(new Grow(name));
            ExpectMsg<IActorRef>();
        }
    }

    [Theory]
    [InlineData("/user/parent")]
    [InlineData("akka://test/user/parent")]
    [InlineData("/user/parent/child-1/..")]
    [InlineData("user/parent")]
    public void A_path_finds_the_actor(string path)
    {
        Sys.ActorSelection(path).Tell("name");
        ExpectMsg("parent");
    }

    [Fact]
    public void A_pattern_finds_all_that_match()
    {
        Sys.ActorSelection("/user/parent/child-*").Tell("name");
        ExpectMsgAllOf("child-1", "child-2");
        Sys.ActorSelection("/user/*/child-?").Tell("name");
        ExpectMsgAllOf("child-1", "child-2");
    }

    [Fact]
    public void A_relative_path_begins_at_the_actor()
    {
        _parent.Tell(new Select("child-2"));
        ExpectMsg("child-2");
        _parent.Tell(new Select("../parent/other"));
        ExpectMsg("other");
    }

    [Fact]
    public void An_anchor_may_be_given()
    {
        Sys.ActorSelection(_parent, "child-1").Tell("name");
        ExpectMsg("child-1");
    }

    [Fact]
    public void A_path_to_nobody_makes_a_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.ActorSelection("/user/nobody").Tell("lost");
        ExpectMsg<DeadLetter>().Message.ShouldBe("lost");
    }

    [Fact]
    public async Task ResolveOne_gives_the_reference()
    {
        (await Sys.ActorSelection("/user/parent").ResolveOne(Limit)).ShouldBe(_parent);
    }

    [Fact]
    public async Task ResolveOne_of_nobody_throws()
    {
        await Should.ThrowAsync<ActorNotFoundException>(
            () => Sys.ActorSelection("/user/nobody").ResolveOne(TimeSpan.FromMilliseconds(500)));
    }

    [Fact]
    public void Identify_answers_with_the_reference_or_null()
    {
        Sys.ActorSelection("/user/parent").Tell(new Identify("here"));
        var found = ExpectMsg<ActorIdentity>();
        found.MessageId.ShouldBe("here");
        found.Subject.ShouldBe(_parent);
        Sys.ActorSelection("/user/nobody").Tell(new Identify("there"));
        var missing = ExpectMsg<ActorIdentity>();
        missing.MessageId.ShouldBe("there");
        missing.Subject.ShouldBeNull();
    }

    [Fact]
    public void A_selection_reaches_whoever_is_there_when_it_is_told()
    {
        var selection = Sys.ActorSelection("/user/later");
        Sys.ActorOf(Props.Create(() => new Named()), "later");
        selection.Tell("name");
        ExpectMsg("later");
    }

    [EmbeddedOnly("Akka.NET's local look-up does not compare uids")]
    public void A_reference_to_an_earlier_incarnation_does_not_reach_the_next()
    {
        var provider = ((ExtendedActorSystem)Sys).Provider;
        var first = Sys.ActorOf(Props.Create(() => new Named()), "again");
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);
        AwaitAssert(() => Sys.ActorOf(Props.Create(() => new Named()), "again"));
        provider.ResolveActorRef(first.Path.ToSerializationFormat()).Tell("name");
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        provider.ResolveActorRef("akka://test/user/again").Tell("name");
        ExpectMsg("again");
    }

    [Fact]
    public void A_child_is_found_by_name_in_the_context()
    {
        _parent.Tell("children");
        ExpectMsg("child-1,child-2,other; other found: True, nobody found: False");
    }

    private sealed record Grow(string Name);

    private sealed record Select(string Path);

    private sealed class Named : ReceiveActor
    {
        public Named()
        {
            Receive<Grow>(g => Sender.Tell(Context.ActorOf(Props.Create(() => new Named()), g.Name)));
            Receive<Select>(s => Context.ActorSelection(s.Path).Tell("name", Sender));
            Receive<string>(s => s == "name", _ => Sender.Tell(Self.Path.Name));
            Receive<string>(s => s == "children", _ => Sender.Tell(
                string.Join(',', Context.GetChildren().Select(c => c.Path.Name).Order())
                + $"; other found: {!Context.Child("other").IsNobody()}, nobody found: {!Context.Child("nobody").IsNobody()}"));
        }
    }
}
