using System.Net;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using Akka.Embedded.Remoting;
using Akka.Event;

namespace Akka.Embedded.Tests.Remote;

/// <summary>Who connects to a remoting port and is no node costs its own connection and one line of log.</summary>
public class StrangerTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000", "TLS")]
    [InlineData("\u00ff\u00fe\u0000\u0001garbage", "does not speak")]
    [InlineData("HNZR\u00ff\u00ff\u00ff\u007f", "A frame of")]
    [InlineData("HNZR\u0003\u0000\u0000\u0000\u0004ab", "begins with frame kind")]
    public async Task Strangers_are_cut_and_named_in_the_log(string first, string reason)
    {
        await using var pair = new Pair();
        var (_, log) = Keeper.In(pair.Right, "log", typeof(Warning));
        using var stranger = await Strangers.Connect(pair.Right);

        await stranger.SendAsync(Encoding.Latin1.GetBytes(first));

        await Strangers.IsCut(stranger);
        await Until.True(() => log.OfType<Warning>().Any(w => w.ToString().Contains(reason)), "the reason is logged");
        await StillWorks(pair);
    }

    [Fact]
    public async Task Strangers_of_one_address_are_logged_once()
    {
        await using var pair = new Pair();
        const int Many = 50;
        var (keeper, log) = Keeper.In(pair.Right, "log", typeof(Warning));
        for (var i = 0; i < Many; i++)
        {
            using var stranger = await Strangers.Connect(pair.Right);
            await stranger.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
            await Strangers.IsCut(stranger);
        }

        await Until.True(() => RemotingCounts.Of(pair.Right).Strangers == Many && !log.IsEmpty, "all are dealt with");
        await keeper.Ask("all before is kept", Pair.Patience);
        log.OfType<Warning>().Count().ShouldBe(1);
        await StillWorks(pair);
    }

    [Fact]
    public async Task Who_says_nothing_is_cut_in_time()
    {
        await using var pair = new Pair("akka.remote.handshake-timeout = 1s");
        using var silent = await Strangers.Connect(pair.Right);
        using var hesitant = await Strangers.Connect(pair.Right);
        await hesitant.SendAsync("HNZ"u8.ToArray());

        await Strangers.IsCut(silent);
        await Strangers.IsCut(hesitant);
        await StillWorks(pair);
    }

    [Fact]
    public async Task However_many_say_nothing_the_oldest_are_cut_and_who_speaks_gets_in()
    {
        const int Silent = 50;
        await using var pair = new Pair("akka.remote.embedded.max-pending-handshakes-per-address = 3");
        var silent = new List<Socket>();
        for (var i = 0; i < Silent; i++)
            silent.Add(await Strangers.Connect(pair.Right));

        await Until.True(() => RemotingCounts.Of(pair.Right).Displaced == Silent - 3, "all but three are cut");
        await StillWorks(pair);

        await Strangers.IsCut(silent[0]);
        silent.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task Strangers_are_counted_by_what_became_of_them()
    {
        await using var pair = new Pair("akka.remote.handshake-timeout = 1s");
        using var http = await Strangers.Connect(pair.Right);
        await http.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        using var silent = await Strangers.Connect(pair.Right);

        await Until.True(() => RemotingCounts.Of(pair.Right) is { Strangers: 1, Silent: 1 }, "both are counted");
    }

    [Fact]
    public async Task A_node_of_another_name_is_refused_on_both_sides()
    {
        await using var pair = new Pair();
        Keeper.In(pair.Right, "keeper");
        var (_, left) = Keeper.In(pair.Left, "log", typeof(Warning));
        var (_, right) = Keeper.In(pair.Right, "log", typeof(Warning));

        pair.Left.ActorSelection($"{Pair.AddressOf(pair.Right).WithSystem("elsewhere")}/user/keeper").Tell(1, ActorRefs.NoSender);

        await Until.True(() => left.OfType<Warning>().Any(w => w.ToString().Contains("elsewhere")), "the sender's side logs it");
        await Until.True(() => right.OfType<Warning>().Any(w => w.ToString().Contains("elsewhere")), "the other side logs it");
        await StillWorks(pair);
    }

    [Fact]
    public async Task A_listener_that_is_no_node_is_named_in_the_log()
    {
        await using var pair = new Pair();
        var (_, log) = Keeper.In(pair.Left, "log", typeof(Warning));
        using var web = new TcpListener(IPAddress.Loopback, 0);
        web.Start();
        var port = ((IPEndPoint)web.LocalEndpoint).Port;

        pair.Left.ActorSelection($"akka.tcp://right@127.0.0.1:{port}/user/keeper").Tell(1, ActorRefs.NoSender);
        using var accepted = await web.AcceptSocketAsync();
        await accepted.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());

        await Until.True(() => log.OfType<Warning>().Any(w => w.ToString().Contains("HTTP")), "the reason is logged");
    }

    [Fact]
    public async Task A_peer_that_breaks_the_protocol_loses_its_connection_only()
    {
        await using var pair = new Pair();
        Keeper.In(pair.Right, "keeper");
        await pair.Find("keeper");
        var (_, log) = Keeper.In(pair.Right, "log", typeof(Warning));
        using var liar = await Strangers.Connect(pair.Right);
        await liar.SendAsync(Greetings.Hello("akka.tcp://liar@127.0.0.1:9", Pair.AddressOf(pair.Right).ToString()));
        var welcome = new byte[4];
        await liar.ReceiveAsync(welcome);
        Encoding.ASCII.GetString(welcome).ShouldBe("HNZR");

        await liar.SendAsync(new byte[] { 2, 0, 0, 0, 99, 1 });

        await Strangers.IsCut(liar);
        await Until.True(() => log.OfType<Warning>().Any(w => w.ToString().Contains("Frame kind 99")), "the reason is logged");
        await StillWorks(pair);
    }

    private static async Task StillWorks(Pair pair) => (await Works(pair)).ShouldBeTrue();

    private static async Task<bool> Works(Pair pair)
    {
        var name = $"works-{Guid.NewGuid():N}";
        Keeper.In(pair.Right, name);
        var found = pair.Left.ActorSelection($"{Pair.AddressOf(pair.Right)}/user/{name}").ResolveOne(TimeSpan.FromSeconds(5));
        return await found.ContinueWith(t => t.IsCompletedSuccessfully, TaskScheduler.Default);
    }
}

internal static class Greetings
{
    public static byte[] Hello(string from, string to)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var hello = new Akka.Embedded.Wire.Greeting.Hello(Address.Parse(from), 1, Address.Parse(to), 1, 0, 0, 0, 128_000);
        Akka.Embedded.Wire.Greeting.Write(hello, isAnswer: false, output);
        return output.WrittenSpan.ToArray();
    }
}
