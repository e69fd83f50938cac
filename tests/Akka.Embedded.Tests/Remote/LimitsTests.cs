using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Tests.Remote;

public class LimitsTests
{
    [Fact]
    public async Task A_type_without_serializer_is_an_error_where_it_was_sent()
    {
        await using var pair = new Pair();
        var (_, errors) = Keeper.In(pair.Left, "errors", typeof(Error), typeof(DeadLetter));
        Keeper.In(pair.Right, "keeper");
        var keeper = await pair.Find("keeper");

        keeper.Tell(new Unbound(), ActorRefs.NoSender);

        await Until.True(
            () => errors.OfType<DeadLetter>().Any(l => l.Message is Unbound && l.Recipient.Equals(keeper)), "it becomes a dead letter");
        await Until.True(() => errors.OfType<Error>().Any(), "the error is logged");
        errors.OfType<Error>().First().ToString().ShouldContain(typeof(Unbound).FullName!);
        (await keeper.Ask<int>(1, Pair.Patience)).ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_an_error_that_names_type_size_and_limit()
    {
        await using var pair = new Pair("akka.remote.dot-netty.tcp.maximum-frame-size = 20000b");
        var (_, errors) = Keeper.In(pair.Left, "errors", typeof(Error), typeof(DeadLetter));
        Keeper.In(pair.Right, "keeper");
        var keeper = await pair.Find("keeper");

        keeper.Tell(new byte[20_001], ActorRefs.NoSender);

        await Until.True(() => errors.OfType<DeadLetter>().Any() && errors.OfType<Error>().Any(), "error and dead letter are told");
        var text = errors.OfType<Error>().First().ToString();
        text.ShouldContain("System.Byte[]");
        text.ShouldContain("20001");
        text.ShouldContain("20000");
        (await keeper.Ask<byte[]>(new byte[19_000], Pair.Patience)).Length.ShouldBe(19_000);
    }

    [Fact]
    public async Task A_limit_of_many_megabytes_can_be_used_up()
    {
        await using var pair = new Pair("akka.remote.dot-netty.tcp.maximum-frame-size = 16m");
        Keeper.In(pair.Right, "keeper");
        var keeper = await pair.Find("keeper");

        (await keeper.Ask<byte[]>(new byte[15_000_000], Pair.Patience)).Length.ShouldBe(15_000_000);
    }

    [Fact]
    public async Task The_smaller_limit_of_both_sides_holds()
    {
        await using var pair = new Pair(
            "akka.remote.dot-netty.tcp.maximum-frame-size = 100000b",
            () => "akka.remote.dot-netty.tcp.maximum-frame-size = 10000b");
        var (_, errors) = Keeper.In(pair.Left, "errors", typeof(Error));
        Keeper.In(pair.Right, "keeper");
        var keeper = await pair.Find("keeper");

        keeper.Tell(new byte[50_000], ActorRefs.NoSender);

        await Until.True(() => !errors.IsEmpty, "the error is logged");
        (await keeper.Ask<int>(1, Pair.Patience)).ShouldBe(1);
    }

    [Fact]
    public async Task More_than_the_buffer_holds_becomes_dead_letters()
    {
        const int Sent = 1_000;
        await using var pair = new Pair("akka.remote.embedded.outbound-buffer-size = 100");
        var (_, letters) = Keeper.In(pair.Left, "letters", typeof(DeadLetter), typeof(Warning));
        var (_, arrived) = Keeper.In(pair.Right, "keeper");
        var to = pair.Left.ActorSelection($"{Pair.AddressOf(pair.Right)}/user/keeper");

        for (var i = 0; i < Sent; i++)
            to.Tell(i, ActorRefs.NoSender);

        await Until.True(() => arrived.Count + letters.OfType<DeadLetter>().Count() == Sent, "each one arrives or is a dead letter");
        letters.OfType<DeadLetter>().ShouldNotBeEmpty();
        await Until.True(() => letters.OfType<Warning>().Any(w => w.ToString().Contains("outbound-buffer-size")), "the limit is named");
        arrived.Cast<int>().ShouldBeInOrder();
    }

    [Fact]
    public async Task A_path_that_is_too_long_is_an_error_where_it_was_sent_and_harms_nothing()
    {
        await using var pair = new Pair();
        var (_, errors) = Keeper.In(pair.Left, "errors", typeof(Error), typeof(DeadLetter));
        Keeper.In(pair.Right, "keeper");
        var keeper = await pair.Find("keeper");
        var (distant, _) = Keeper.In(pair.Left, new string('n', 9_000));

        keeper.Tell("from afar", distant);

        await Until.True(() => errors.OfType<Error>().Any() && errors.OfType<DeadLetter>().Any(), "the error is logged");
        errors.OfType<Error>().First().ToString().ShouldContain("at most 8192");
        (await keeper.Ask<int>(1, Pair.Patience)).ShouldBe(1);
    }

    [Fact]
    public async Task More_system_messages_than_the_buffer_holds_end_the_watches()
    {
        const int Watched = 6;
        await using var pair = new Pair("akka.remote.system-message-buffer-size = 5");
        var (watcher, seen) = Keeper.In(pair.Left, "watcher");
        var (_, log) = Keeper.In(pair.Left, "log", typeof(Warning));
        pair.LeftNet.RefusesDials = true;
        pair.Left.ActorOf(Props.Create(() => new WatchesMany(Pair.AddressOf(pair.Right), Watched, watcher)));

        await Until.True(() => seen.OfType<string>().Count() >= Watched - 1, "the watchers are told");
        await Until.True(() => log.Any(w => w.ToString()!.Contains("system-message-buffer-size")), "the limit is named");
    }

    [Fact]
    public async Task One_peer_more_than_allowed_is_refused_and_unused_ones_give_way()
    {
        await using var pair = new Pair("akka.remote.embedded.max-peers = 2");
        Keeper.In(pair.Right, "keeper");
        await pair.Find("keeper");
        var remoting = Pair.RemotingOf(pair.Left);
        for (var port = 1; port < 100; port++)
            remoting.AssociationWith(Address.Parse($"akka.tcp://unused@127.0.0.1:{port}"));

        using var second = await Strangers.Greet(pair.Left, "akka.tcp://second@127.0.0.1:9");
        await Strangers.Read(second, 4);
        using var third = await Strangers.Greet(pair.Left, "akka.tcp://third@127.0.0.1:10");
        await Strangers.IsCut(third);

        Should.Throw<InvalidOperationException>(() => remoting.AssociationWith(Address.Parse("akka.tcp://more@127.0.0.1:11")))
            .Message.ShouldContain("akka.remote.embedded.max-peers");
        (await (await pair.Find("keeper")).Ask<int>(1, Pair.Patience)).ShouldBe(1);
    }

    [Theory]
    [InlineData("akka.remote.dot-netty.tcp.port = 70000", "akka.remote.dot-netty.tcp.port is 70000; allowed: 0 to 65535")]
    [InlineData("akka.remote.dot-netty.tcp.maximum-frame-size = 1k", "maximum-frame-size is")]
    [InlineData("akka.remote.retry-gate-closed-for = 0s", "retry-gate-closed-for is 00:00:00; allowed: more than 0")]
    public void A_setting_out_of_range_fails_the_start_and_is_named(string config, string message) =>
        Should.Throw<Akka.Configuration.ConfigurationException>(() => Pair.Start("wrong", config, new CuttableTransport()))
            .Message.ShouldContain(message);

    [Fact]
    public async Task A_port_that_is_taken_fails_the_start_and_is_named()
    {
        await using var pair = new Pair();
        var taken = Pair.AddressOf(pair.Left).Port;

        Should.Throw<IOException>(() => Pair.Start("third", $"akka.remote.dot-netty.tcp.port = {taken}", new CuttableTransport()))
            .Message.ShouldContain($"127.0.0.1:{taken}");
    }

    private sealed record Unbound;

    private sealed class WatchesMany : ReceiveActor
    {
        public WatchesMany(Address there, int count, IActorRef told)
        {
            for (var i = 0; i < count; i++)
                Context.Watch(Resolve(there, i));
            Receive<Terminated>(t => told.Tell(t.ActorRef.Path.Name, ActorRefs.NoSender));
        }

        private static IActorRef Resolve(Address there, int i) =>
            ((ExtendedActorSystem)Context.System).Provider.ResolveActorRef($"{there}/user/nobody-{i}");
    }
}
