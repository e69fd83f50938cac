using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Embedded.Remoting;
using Akka.Embedded.Runtime;
using Akka.Event;

namespace Akka.Embedded.Tests.Remote;

/// <summary>Nodes of one private authority, each with a certificate of its own.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly Authority _ours = new("ours");
    private readonly Authority _foreign = new("foreign");
    private readonly List<ActorSystem> _systems = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var system in _systems)
            await system.Terminate().WaitAsync(Pair.Patience);
        _ours.Dispose();
        _foreign.Dispose();
    }

    [Fact]
    public async Task Nodes_with_certificates_of_the_same_authority_talk_both_ways()
    {
        var (left, right) = (Node("left"), Node("right"));
        Pair.AddressOf(right).Protocol.ShouldBe("akka.ssl.tcp");

        (await Works(left, right)).ShouldBeTrue();
        (await Works(right, left)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_large_message_crosses_unchanged()
    {
        var (left, right) = (Node("left"), Node("right"));
        Keeper.In(right, "keeper");
        var keeper = await left.ActorSelection($"{Pair.AddressOf(right)}/user/keeper").ResolveOne(Pair.Patience);
        var sent = new byte[120_000];
        new Random(3).NextBytes(sent);

        (await keeper.Ask<byte[]>(sent, Pair.Patience)).AsSpan().SequenceEqual(sent).ShouldBeTrue();
    }

    [Fact]
    public async Task A_node_of_a_foreign_authority_is_refused_by_whom_it_connects_to()
    {
        var right = Node("right");
        var stranger = Start("stranger", new TlsSetup
        {
            Certificate = Always(_foreign.Issue("stranger")),
            Authorities = () => _ours.Roots,
        });

        await IsRefused(stranger, right, "is not trusted here");
    }

    [Fact]
    public async Task A_node_of_a_foreign_authority_is_refused_by_who_connects_to_it()
    {
        var left = Node("left");
        var impostor = Start("impostor", new TlsSetup
        {
            Certificate = Always(_foreign.Issue("impostor")),
            Authorities = () => _ours.Roots,
        });
        Keeper.In(impostor, "keeper");
        var (_, log) = Keeper.In(left, "log", typeof(Warning));

        left.ActorSelection($"{Pair.AddressOf(impostor)}/user/keeper").Tell("a secret", ActorRefs.NoSender);

        await Until.True(() => log.Any(w => w.ToString()!.Contains("is not trusted here")), "the reason is logged");
    }

    [Fact]
    public async Task Nodes_that_verify_nobody_talk_with_everybody_encrypted()
    {
        TlsSetup Of(Authority authority, string name) => new()
        {
            Certificate = Always(authority.Issue(name)), Authorities = () => authority.Roots, VerifiesPeers = false,
        };
        var (left, right) = (Start("left", Of(_ours, "left")), Start("right", Of(_foreign, "right")));

        Pair.AddressOf(right).Protocol.ShouldBe("akka.ssl.tcp");
        (await Works(left, right)).ShouldBeTrue();
        (await Works(right, left)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_without_certificate_is_refused()
    {
        var right = Node("right");
        var (_, log) = Keeper.In(right, "log", typeof(Warning));
        using var client = await Connect(right);
        await using var tls = new SslStream(new NetworkStream(client), false, (_, shown, _, _) => shown is not null);

        await Should.ThrowAsync<Exception>(async () =>
        {
            await tls.AuthenticateAsClientAsync("right");
            _ = await tls.ReadAsync(new byte[1]) is 0 ? throw new IOException("cut") : 0;
        });

        await Until.True(() => log.Any(w => w.ToString()!.Contains("it shows no certificate")), "the reason is logged");
        RemotingCounts.Of(right).Untrusted.ShouldBe(1);
        (await Works(Node("left"), right)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_older_protocol_than_allowed_is_refused()
    {
        var right = Start("right", Setup("right", SslProtocols.Tls13));
        using var client = await Connect(right);
        await using var tls = new SslStream(new NetworkStream(client), false, (_, shown, _, _) => shown is not null);

        await Should.ThrowAsync<Exception>(() => tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "right",
            EnabledSslProtocols = SslProtocols.Tls12,
            ClientCertificates = [_ours.Issue("old")],
        }));

        await Until.True(() => RemotingCounts.Of(right).Untrusted == 1, "it is counted");
    }

    [Fact]
    public void A_protocol_older_than_TLS_1_2_cannot_be_configured() => Should.Throw<ConfigurationException>(() => Start(
#pragma warning disable CA5397, SYSLIB0039 // that it is refused is the point
        "old", Setup("old", SslProtocols.Tls11))).Message.ShouldContain("allowed: Tls12, Tls13 or both");
#pragma warning restore CA5397, SYSLIB0039

    [Fact]
    public async Task Who_is_revoked_is_refused_when_it_connects()
    {
        var revoked = _ours.Issue("revoked");
        var right = Start("right", Setup("right", refuse: c => c.SerialNumber == revoked.SerialNumber ? "it is revoked" : null));
        var left = Start("left", new TlsSetup { Certificate = Always(revoked), Authorities = () => _ours.Roots });

        await IsRefused(left, right, "it is revoked");
        (await Works(Node("other"), right)).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_is_revoked_while_connected_is_cut_off()
    {
        var isRevoked = false;
        var right = Start(
            "right",
            Setup("right", refuse: _ => Volatile.Read(ref isRevoked) ? "it is revoked" : null),
            "transport-failure-detector.heartbeat-interval = 100ms");
        var left = Node("left");
        (await Works(left, right)).ShouldBeTrue();
        var (_, log) = Keeper.In(right, "log", typeof(Warning));

        Volatile.Write(ref isRevoked, true);

        await Until.True(() => log.Any(w => w.ToString()!.Contains("it is revoked")), "the reason is logged");
        await Until.True(() => !Works(left, right, TimeSpan.FromMilliseconds(300)).Result, "it no longer gets through");
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_from_the_next_connection_on()
    {
        var current = _ours.Issue("first");
        var seen = new List<string>();
        var right = Start("right", Setup("right", refuse: c =>
        {
            lock (seen)
                seen.Add(c.Subject);
            return null;
        }));
        var leftNet = new CuttableTransport();
        var left = Start("left", new TlsSetup { Certificate = () => current, Authorities = () => _ours.Roots }, net: leftNet);
        (await Works(left, right)).ShouldBeTrue();

        current = _ours.Issue("second");
        leftNet.CutAll();

        await Until.True(() => Works(left, right, TimeSpan.FromSeconds(1)).Result && Contains(seen, "CN=second"), "the new one is shown");
        Contains(seen, "CN=first").ShouldBeTrue();
    }

    [Fact]
    public async Task A_node_without_TLS_and_one_with_it_both_say_so()
    {
        var right = Node("right");
        var plain = Start("plain", null);
        var (_, right1) = Keeper.In(right, "log", typeof(Warning));
        var (_, plain1) = Keeper.In(plain, "log", typeof(Warning));

        plain.ActorSelection($"{Pair.AddressOf(right).WithProtocol("akka.tcp")}/user/keeper").Tell(1, ActorRefs.NoSender);
        await Until.True(() => plain1.Any(w => w.ToString()!.Contains("demands TLS")), "the plain side logs it");
        await Until.True(() => right1.Any(w => w.ToString()!.Contains("a node without TLS")), "the secured side logs it");

        right.ActorSelection($"{Pair.AddressOf(plain).WithProtocol("akka.ssl.tcp")}/user/keeper").Tell(1, ActorRefs.NoSender);
        await Until.True(() => plain1.Any(w => w.ToString()!.Contains("speaks TLS; this node does not")), "the plain side logs that too");
        await Until.True(() => right1.Any(w => w.ToString()!.Contains("may not speak TLS")), "so does the secured side");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP")]
    [InlineData("\u00ff\u00fe\u0000\u0001garbage", "does not speak")]
    [InlineData("\u0016\u0003\u0001\u0000\u0005hello", "no TLS with it")]
    public async Task Strangers_are_cut_named_and_counted(string first, string reason)
    {
        var right = Node("right");
        var (_, log) = Keeper.In(right, "log", typeof(Warning));
        using var stranger = await Connect(right);

        await stranger.SendAsync(Encoding.Latin1.GetBytes(first));

        await Until.True(() => log.Any(w => w.ToString()!.Contains(reason)), "the reason is logged");
        var counts = RemotingCounts.Of(right);
        (counts.Strangers + counts.Untrusted).ShouldBe(1);
        (await Works(Node("left"), right)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001")]
    public async Task A_TLS_handshake_that_stalls_is_ended(string first)
    {
        var right = Start("right", Setup("right"), "handshake-timeout = 200ms");
        using var stalled = await Connect(right);
        await stalled.SendAsync(Encoding.Latin1.GetBytes(first));

        await Until.True(() => RemotingCounts.Of(right).Silent == 1, "it is ended");
    }

    private static Func<X509Certificate2> Always(X509Certificate2 certificate) => () => certificate;

    private static bool Contains(List<string> seen, string subject)
    {
        lock (seen)
            return seen.Contains(subject);
    }

    private static async Task<Socket> Connect(ActorSystem to)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Pair.AddressOf(to).Port!.Value));
        return socket;
    }

    private static async Task<bool> Works(ActorSystem from, ActorSystem to, TimeSpan? patience = null)
    {
        var name = $"works-{Guid.NewGuid():N}";
        Keeper.In(to, name);
        var found = from.ActorSelection($"{Pair.AddressOf(to)}/user/{name}").ResolveOne(patience ?? TimeSpan.FromSeconds(10));
        return await found.ContinueWith(t => t.IsCompletedSuccessfully, TaskScheduler.Default);
    }

    private static async Task IsRefused(ActorSystem from, ActorSystem by, string reason)
    {
        var (_, log) = Keeper.In(by, "log", typeof(Warning));
        var (_, arrived) = Keeper.In(by, "keeper");

        from.ActorSelection($"{Pair.AddressOf(by)}/user/keeper").Tell("let me in", ActorRefs.NoSender);

        await Until.True(() => log.Any(w => w.ToString()!.Contains(reason)), "the reason is logged");
        arrived.ShouldBeEmpty();
        RemotingCounts.Of(by).Untrusted.ShouldBeGreaterThan(0);
    }

    private TlsSetup Setup(string name, SslProtocols? protocols = null, Func<X509Certificate2, string?>? refuse = null) => new()
    {
        Certificate = Always(_ours.Issue(name)),
        Authorities = () => _ours.Roots,
        Protocols = protocols ?? SslProtocols.Tls12 | SslProtocols.Tls13,
        Refuse = refuse,
    };

    private ActorSystem Node(string name) => Start(name, Setup(name));

    private ActorSystem Start(string name, TlsSetup? tls, string remote = "", CuttableTransport? net = null)
    {
        var config = $"akka.remote {{ {remote} }}\nakka.remote.dot-netty.tcp.enable-ssl = {(tls is null ? "off" : "on")}";
        var system = Pair.Start(name, config, net ?? new CuttableTransport(), tls is null ? [] : [tls]);
        _systems.Add(system);
        return system;
    }
}
