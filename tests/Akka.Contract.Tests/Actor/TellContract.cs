using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace Akka.Contract.Tests.Actor;

public class TellContract : TestKit.Xunit2.TestKit
{
    [Fact]
    public void Messages_of_one_sender_arrive_in_order()
    {
        const int Count = 10_000;
        var forwarder = Sys.ActorOf(Props.Create(() => new Forwarder(TestActor)));
        for (var i = 0; i < Count; i++)
            forwarder.Tell(i);
        ReceiveN(Count, TimeSpan.FromSeconds(10)).Cast<int>().ShouldBe(Enumerable.Range(0, Count));
    }

    private sealed class Forwarder(IActorRef target) : UntypedActor
    {
        protected override void OnReceive(object message) => target.Tell(message);
    }
}
