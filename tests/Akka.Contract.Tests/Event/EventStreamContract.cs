using Akka.Actor;
using Akka.Event;

namespace Akka.Contract.Tests.Event;

public class EventStreamContract : TestKit.Xunit2.TestKit
{
    private interface IAnimal;

    private record Animal : IAnimal;

    private sealed record Dog : Animal;

    [Fact]
    public void A_subscriber_gets_its_type()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Dog)).ShouldBeTrue();
        Sys.EventStream.Publish(new Dog());
        ExpectMsg<Dog>();
        Sys.EventStream.Publish(new Animal());
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Theory]
    [InlineData(typeof(object))]
    [InlineData(typeof(IAnimal))]
    [InlineData(typeof(Animal))]
    public void A_subscriber_gets_subtypes_and_implementations(Type channel)
    {
        var probe = CreateTestProbe();
        probe.IgnoreMessages(m => m is not Animal);
        Sys.EventStream.Subscribe(probe.Ref, channel);
        Sys.EventStream.Publish(new Dog());
        probe.ExpectMsg<Dog>();
    }

    [Fact]
    public void Subscribing_to_a_type_and_its_base_gives_each_event_once()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Dog));
        Sys.EventStream.Subscribe(TestActor, typeof(Animal));
        Sys.EventStream.Publish(new Dog());
        ExpectMsg<Dog>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Subscribing_again_changes_nothing()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Dog)).ShouldBeTrue();
        Sys.EventStream.Subscribe(TestActor, typeof(Dog)).ShouldBeFalse();
        Sys.EventStream.Publish(new Dog());
        ExpectMsg<Dog>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void After_Unsubscribe_nothing_comes()
    {
        Sys.EventStream.Subscribe<Dog>(TestActor);
        Sys.EventStream.Unsubscribe<Dog>(TestActor).ShouldBeTrue();
        Sys.EventStream.Publish(new Dog());
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Unsubscribe_without_type_ends_all()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Dog));
        Sys.EventStream.Subscribe(TestActor, typeof(string));
        Sys.EventStream.Unsubscribe(TestActor).ShouldBeTrue();
        Sys.EventStream.Publish(new Dog());
        Sys.EventStream.Publish("text");
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Many_subscribers_all_get_it()
    {
        var probes = Enumerable.Range(0, 5).Select(_ => CreateTestProbe()).ToArray();
        foreach (var probe in probes)
            Sys.EventStream.Subscribe(probe.Ref, typeof(Dog));
        Sys.EventStream.Publish(new Dog());
        foreach (var probe in probes)
            probe.ExpectMsg<Dog>();
    }

    [Fact]
    public void An_ended_subscriber_is_forgotten()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var subscriber = Sys.ActorOf(Props.Create(() => new Idle()));
        Sys.EventStream.Subscribe(subscriber, typeof(Dog));
        Watch(subscriber);
        Sys.Stop(subscriber);
        ExpectTerminated(subscriber);
        AwaitAssert(() =>
        {
            Sys.EventStream.Publish(new Dog());
            ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        });
    }

    private sealed class Idle : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
