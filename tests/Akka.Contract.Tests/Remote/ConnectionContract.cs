using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;

namespace Akka.Contract.Tests.Remote;

public class ConnectionContract : RemoteTest
{
    [Fact]
    public async Task Connections_are_reported_on_both_sides()
    {
        var remote = CreateTestProbe(There);
        Sys.EventStream.Subscribe(TestActor, typeof(AssociatedEvent));
        There.EventStream.Subscribe(remote.Ref, typeof(AssociatedEvent));

        await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));

        var mine = ExpectMsg<AssociatedEvent>(Patience);
        mine.IsInbound.ShouldBeFalse();
        mine.LocalAddress.ShouldBe(AddressOf(Sys));
        mine.RemoteAddress.ShouldBe(AddressOf(There));
        var theirs = remote.ExpectMsg<AssociatedEvent>(Patience);
        theirs.IsInbound.ShouldBeTrue();
        theirs.RemoteAddress.ShouldBe(AddressOf(Sys));
    }

    [Fact]
    public async Task The_end_of_a_connection_is_reported()
    {
        await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        Sys.EventStream.Subscribe(TestActor, typeof(DisassociatedEvent));

        await There.Terminate().WaitAsync(Patience);

        ExpectMsg<DisassociatedEvent>(Patience).RemoteAddress.ShouldBe(AddressOf(There));
    }

    [Fact]
    public void A_connection_that_cannot_be_made_is_reported()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(AssociationErrorEvent));

        Sys.ActorSelection("akka.tcp://there@127.0.0.1:1/user/nobody").Tell("lost", TestActor);

        var error = ExpectMsg<AssociationErrorEvent>(Patience);
        error.RemoteAddress.Port.ShouldBe(1);
        error.Cause.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_system_that_comes_back_at_the_same_address_is_reached_again()
    {
        var address = AddressOf(There);
        await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        await There.Terminate().WaitAsync(Patience);

        var again = ActorSystem.Create("there", Settings().OnPort(address.Port!.Value));
        again.ActorOf(Props.Create(() => new Responder()), "responder");

        await AwaitAssertAsync(
            async () => await Sys.ActorSelection($"{address}/user/responder").ResolveOne(TimeSpan.FromSeconds(1)),
            Patience,
            TimeSpan.FromMilliseconds(100));
        await again.Terminate().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_message_under_another_system_name_is_not_delivered()
    {
        There.ActorOf(Props.Create(() => new Responder()), "responder");
        var wrong = AddressOf(There).WithSystem("elsewhere");

        await Should.ThrowAsync<ActorNotFoundException>(
            () => Sys.ActorSelection($"{wrong}/user/responder").ResolveOne(TimeSpan.FromSeconds(3)));
    }
}

internal static class RemoteSettings
{
    public static Config OnPort(this Config settings, int port) =>
        ConfigurationFactory.ParseString($"akka.remote.dot-netty.tcp.port = {port}").WithFallback(settings);
}
