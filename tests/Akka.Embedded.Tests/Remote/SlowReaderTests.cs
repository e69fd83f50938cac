using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Embedded.Membership;
using Akka.Embedded.Remoting;
using Akka.Event;

namespace Akka.Embedded.Tests.Remote;

/// <summary>A peer that connects as it should, and then takes nothing of what is sent to it.</summary>
public sealed class SlowReaderTests : IAsyncLifetime
{
    private const int Port = 9;
    private static readonly Address Slow = Address.Parse($"akka.tcp://slow@127.0.0.1:{Port}");

    private readonly Pair _pair = new("akka.remote.embedded { outbound-buffer-bytes = 2m, outbound-buffer-size = 5000 }");
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public async Task InitializeAsync()
    {
        _socket.ReceiveBufferSize = 4096;
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Pair.AddressOf(_pair.Left).Port!.Value));
        await _socket.SendAsync(Greetings.Hello(Slow.ToString(), Pair.AddressOf(_pair.Left).ToString()));
        await _socket.ReceiveAsync(new byte[4]);
    }

    public async Task DisposeAsync()
    {
        _socket.Dispose();
        await _pair.DisposeAsync();
    }

    [Fact]
    public async Task Its_large_messages_cost_no_more_than_the_bytes_allowed_and_delay_nobody_else()
    {
        const int Sent = 2_000;

        // 256 before bytes are counted, 2 MiB of those that are, and what connection and operating system hold: some MiB.
        const int Held = 400;
        var (letters, lost) = Keeper.In(_pair.Left, "letters", typeof(DeadLetter), typeof(Warning));
        Keeper.In(_pair.Right, "keeper");
        var other = await _pair.Find("keeper");
        var slow = Resolve("user/anybody");

        for (var i = 0; i < Sent; i++)
            slow.Tell(new byte[100_000], ActorRefs.NoSender);
        (await other.Ask<int>(7, Pair.Patience)).ShouldBe(7);

        await Until.True(() => lost.OfType<DeadLetter>().Count() >= Sent - Held, "most become dead letters");
        await letters.Ask("all before is kept", Pair.Patience);
        lost.OfType<Warning>().Count(w => w.ToString().Contains("outbound-buffer-bytes")).ShouldBe(1);
    }

    [Fact]
    public async Task Its_small_messages_are_no_more_than_the_number_allowed()
    {
        const int Sent = 400_000;
        var (_, lost) = Keeper.In(_pair.Left, "letters", typeof(Warning));
        var slow = Resolve("user/anybody");

        for (var i = 0; i < Sent; i++)
            slow.Tell(i, ActorRefs.NoSender);

        await Until.True(() => lost.OfType<Warning>().Any(w => w.ToString().Contains("outbound-buffer-size")), "the limit is named");
    }

    [Fact]
    public async Task What_was_not_sent_when_it_goes_becomes_dead_letters_as_it_was()
    {
        const int Sent = 600;

        // What connection and operating system have taken by then: some MiB of 18.
        const int Gone = 350;
        var (_, lost) = Keeper.In(_pair.Left, "letters", typeof(DeadLetter));
        var slow = Resolve("user/anybody");
        for (var i = 0; i < Sent; i++)
            slow.Tell(i + new string('x', 30_000), ActorRefs.NoSender);

        _socket.Dispose();

        await Until.True(() => lost.Count >= Sent - Gone, "all that was not sent is told");
        lost.OfType<DeadLetter>().ShouldAllBe(l => l.Message is string);
        lost.OfType<DeadLetter>().Select(l => l.Message).ShouldBeUnique();
    }

    [Fact]
    public async Task Heartbeats_wait_even_while_no_more_of_the_applications_messages_may()
    {
        const int Heartbeats = 100;
        var (letters, lost) = Keeper.In(_pair.Left, "letters", typeof(AllDeadLetters));
        var slow = Resolve("user/anybody");
        await Fill(slow, letters, lost);

        for (var i = 0; i < Heartbeats; i++)
            slow.Tell(new Heartbeat(Cluster.Nodes.Node(1)), ActorRefs.NoSender);

        await letters.Ask("all before is kept", Pair.Patience);
        lost.OfType<AllDeadLetters>().ShouldNotContain(letter => letter.Message is Heartbeat);
    }

    [Fact]
    public async Task Heartbeats_beyond_a_bound_of_their_own_do_not_wait()
    {
        const int Heartbeats = 10_000;
        var (letters, lost) = Keeper.In(_pair.Left, "letters", typeof(AllDeadLetters));
        var slow = Resolve("user/anybody");
        await Fill(slow, letters, lost);

        for (var i = 0; i < Heartbeats; i++)
            slow.Tell(new Heartbeat(Cluster.Nodes.Node(1)), ActorRefs.NoSender);

        await Until.True(() => lost.OfType<AllDeadLetters>().Any(letter => letter.Message is Heartbeat), "most become dead letters");
    }

    /// <summary>Until not even the smallest message may wait.</summary>
    private static async Task Fill(IActorRef slow, IActorRef letters, ConcurrentQueue<object> lost)
    {
        foreach (var size in (int[])[100_000, 1_000, 1])
        {
            for (var rounds = 0; await Sent(size) > 0; rounds++)
                rounds.ShouldBeLessThan(100);
        }

        async Task<int> Sent(int size)
        {
            const int Offered = 500;
            var before = lost.OfType<AllDeadLetters>().Count();
            for (var i = 0; i < Offered; i++)
                slow.Tell(new byte[size], ActorRefs.NoSender);
            await letters.Ask("all before is kept", Pair.Patience);
            return before + Offered - lost.OfType<AllDeadLetters>().Count();
        }
    }

    private IActorRef Resolve(string path) => ((ActorSystemImpl)_pair.Left).ProviderImpl.ResolveActorRef($"{Slow}/{path}");
}
