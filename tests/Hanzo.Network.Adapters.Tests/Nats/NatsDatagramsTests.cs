using System.Net;
using System.Net.Sockets;
using System.Text;
using Hanzo.Network.Adapters.Nats;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Tests.Nats;

public sealed class NatsDatagramsTests
{
    [NatsFact]
    public async Task A_broadcast_reaches_all_nodes_of_the_network_and_no_others()
    {
        await using var nats = await NatsProcess.StartAsync();
        await using var one = await NatsPeer.ConnectedAsync(nats.Server);
        await using var two = await NatsPeer.ConnectedAsync(nats.Server);
        await using var other = await NatsPeer.ConnectedAsync(nats.Server, "work");
        await one.SendAsync("hello");
        (await two.NextAsync()).Text.ShouldBe("hello");
        (await one.NextAsync()).Text.ShouldBe("hello"); // one's own comes back, as by UDP
        await other.SendAsync("elsewhere");
        (await other.NextAsync()).Text.ShouldBe("elsewhere");
    }

    [NatsFact]
    public async Task An_answer_reaches_the_sender_alone()
    {
        await using var nats = await NatsProcess.StartAsync();
        await using var one = await NatsPeer.ConnectedAsync(nats.Server);
        await using var two = await NatsPeer.ConnectedAsync(nats.Server);
        await one.SendAsync("who is there?");
        var (asked, isOwn) = await two.NextDatagramAsync();
        isOwn.ShouldBeFalse();
        await two.Datagrams.SendAsync("me"u8.ToArray(), asked.From, default);
        await one.NextAsync();
        (await one.NextAsync()).ShouldBe(("me", true));
        await two.SendAsync("next");
        (await two.NextAsync()).Text.ShouldBe("next");
    }

    [NatsFact]
    public async Task User_and_token_open_the_server_and_without_them_it_refuses()
    {
        await using var keyed = await NatsProcess.StartAsync("--user", "hanzo", "--pass", "se:cr@et");
        (await NatsPeer.EndAsync(keyed.Server)).Message.ShouldBe(
            $"{keyed.Server} cannot be used: it refuses this node: Authorization Violation");
        var url = $"nats://hanzo:se%3Acr%40et@{keyed.Server.Host}:{keyed.Server.Port}";
        await using var one = await NatsPeer.ConnectedAsync(NatsServer.Parse(url)!);
        await using var token = await NatsProcess.StartAsync("--auth", "t0ken");
        await using var two = await NatsPeer.ConnectedAsync(NatsServer.Parse($"nats://t0ken@{token.Server.Host}:{token.Server.Port}")!);
    }

    [NatsFact]
    public async Task A_server_that_ends_ends_what_is_received_and_another_connection_works()
    {
        await using var nats = await NatsProcess.StartAsync();
        await using var one = await NatsPeer.ConnectedAsync(nats.Server);
        await nats.StopAsync();
        (await Should.ThrowAsync<IOException>(one.NextAsync)).Message.ShouldStartWith($"{nats.Server} ");
        (await NatsPeer.EndAsync(nats.Server)).Message.ShouldStartWith($"{nats.Server} cannot be used: ");
        await one.SendAsync("into the void");
        await nats.StartAsync();
        await using var again = await NatsPeer.ConnectedAsync(nats.Server);
    }

    [NatsFact]
    public async Task A_message_that_is_too_long_is_passed_over_and_counted()
    {
        await using var nats = await NatsProcess.StartAsync();
        await using var one = await NatsPeer.ConnectedAsync(nats.Server);
        using var raw = new TcpClient();
        await raw.ConnectAsync(nats.Server.Host, nats.Server.Port);
        var text = new string('x', 500_000);
        await raw.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"CONNECT {{}}\r\nPUB hanzo.home.presence {text.Length}\r\n{text}\r\n"));
        await raw.GetStream().WriteAsync("PUB hanzo.home.presence 4\r\nnext\r\n"u8.ToArray());
        (await one.NextAsync()).Text.ShouldBe("next");
        one.Datagrams.Report.Oversized.ShouldBe(1);
    }

    [NatsFact]
    public async Task Nobody_makes_a_node_write_elsewhere()
    {
        await using var nats = await NatsProcess.StartAsync();
        await using var one = await NatsPeer.ConnectedAsync(nats.Server);
        using var raw = new TcpClient();
        await raw.ConnectAsync(nats.Server.Host, nats.Server.Port);
        await raw.GetStream().WriteAsync("CONNECT {}\r\nPUB hanzo.home.presence bank.orders 2\r\nhi\r\n"u8.ToArray());
        var (asked, _) = await one.NextDatagramAsync();
        await one.Datagrams.SendAsync("me"u8.ToArray(), asked.From, default);
        one.Datagrams.Report.SendErrors.ShouldBe(1);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "it does not speak NATS")]
    [InlineData("INFO nonsense\r\n", "it is no NATS server")]
    [InlineData("INFO {\"tls_required\":true,\"tls_verify\":true}\r\n", "a certificate of this node, which is not available for NATS")]
    [InlineData("INFO {\"tls_required\":true}\r\n+OK\r\n", "it said more before TLS than it may")]
    [InlineData("INFO {}\r\n-ERR 'Maximum Connections Exceeded'\r\n", "it refuses this node: Maximum Connections Exceeded")]
    [InlineData("INFO {}\r\nPONG\r\nMSG\r\n", "it announced a message without subject, subscription or length")]
    [InlineData("INFO {}\r\nPONG\r\nMSG a 1 99999999999\r\n", "it announced a message of '99999999999' bytes")]
    [InlineData("INFO {}\r\nPONG\r\nMSG a 1 -1\r\n", "it announced a message of '-1' bytes")]
    [InlineData("INFO {}\r\nPONG\r\nMSG a 1 2\r\nabc\r\n", "a message was longer than announced")]
    [InlineData("INFO {}\r\nPONG\r\nMSG a 1 20\r\nabc", "it broke off within a message")]
    [InlineData("INFO {}\r\nPONG\r\nMSG a 1", "it broke off within a line")]
    [InlineData("INFO {}\r\nPONG\r\n-ERR 'Slow Consumer'\r\n", "complains: Slow Consumer")]
    public async Task A_server_that_is_none_is_told(string says, string reason) =>
        (await AgainstAsync(Encoding.ASCII.GetBytes(says))).Message.ShouldEndWith(reason);

    [Fact]
    public async Task A_line_without_end_is_cut_off() =>
        (await AgainstAsync(Encoding.ASCII.GetBytes("INFO " + new string('x', 100_000)))).Message.ShouldEndWith(
            "it wrote a line of more than 32768 bytes");

    [Fact]
    public async Task Garbage_ends_in_an_error_whatever_it_is()
    {
        var random = new Random(2026);
        for (var i = 0; i < 50; i++)
        {
            var bytes = new byte[random.Next(1, 4000)];
            random.NextBytes(bytes);
            (await AgainstAsync([.. "INFO {}\r\nPONG\r\n"u8, .. bytes])).ShouldBeOfType<IOException>();
        }
    }

    [Theory]
    [InlineData("nats://box", "box", 4222, null, null, null)]
    [InlineData("nats://10.0.0.1:4333/", "10.0.0.1", 4333, null, null, null)]
    [InlineData("nats://me:pass%2Fword@box:1", "box", 1, "me", "pass/word", null)]
    [InlineData("nats://t0ken@box", "box", 4222, null, null, "t0ken")]
    public void A_URL_names_server_and_key(string url, string host, int port, string? user, string? password, string? token)
    {
        foreach (var scheme in (string[])["nats", "tls"])
        {
            var server = NatsServer.Parse(url.Replace("nats:", $"{scheme}:"))!;
            server.ShouldBe(new NatsServer(host, port, user, password, token) { RequiresTls = scheme == "tls" });
            server.ToString().ShouldBe($"{scheme}://{host}:{port}");
        }
    }

    [Theory]
    [InlineData("box:4222")]
    [InlineData("http://box")]
    [InlineData("ws://box")]
    [InlineData("nats://")]
    [InlineData("nats://box/subject")]
    [InlineData("nats://box:70000")]
    [InlineData("nats://box?x=1")]
    public void Another_URL_is_none(string url) => NatsServer.Parse(url).ShouldBeNull();

    /// <summary>How it ends with a server that says this and goes.</summary>
    private static async Task<Exception> AgainstAsync(byte[] says)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, says);
        var end = await NatsPeer.EndAsync(new NatsServer("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port));
        await serving;
        return end;
    }

    private static async Task ServeAsync(TcpListener listener, byte[] says)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(says);
            client.Client.Shutdown(SocketShutdown.Send);
            while (await stream.ReadAsync(new byte[4096]) > 0) continue;
        }
        catch (IOException)
        {
            // The node has gone first.
        }
    }
}
