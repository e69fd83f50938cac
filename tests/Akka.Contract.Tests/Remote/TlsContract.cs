using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Contract.Tests.Support;
using Akka.Remote;
using Akka.Remote.Transport.DotNetty;

namespace Akka.Contract.Tests.Remote;

/// <summary>Remoting over TLS with one certificate for all nodes, whose validation is suppressed since nobody has signed it.</summary>
public sealed class TlsContract : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly X509Certificate2 Shared = Certificates.SelfSigned();

    private readonly List<ActorSystem> _systems = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var system in _systems)
            await system.Terminate().WaitAsync(Patience);
    }

    [Fact]
    public void The_addresses_of_secured_systems_say_so() => AddressOf(Secured()).Protocol.ShouldBe("akka.ssl.tcp");

    [Fact]
    public async Task A_certificate_of_a_setup_secures_both_directions()
    {
        var (here, there) = (Secured(), Secured());
        there.ActorOf(Props.Create(() => new Responder()), "responder");

        (await Ask(here, there, "over TLS")).ShouldBe("over TLS");
    }

    [Fact]
    public async Task A_certificate_of_a_file_is_used()
    {
        var path = Path.Combine(Path.GetTempPath(), $"tls-contract-{Guid.NewGuid():N}.pfx");
        await File.WriteAllBytesAsync(path, Shared.Export(X509ContentType.Pkcs12, "secret"));
        try
        {
            var config = $$"""ssl { suppress-validation = true, certificate { path = "{{path}}", password = "secret" } }""";
            var (here, there) = (Start(config, null), Start(config, null));
            there.ActorOf(Props.Create(() => new Responder()), "responder");

            (await Ask(here, there, "from a file")).ShouldBe("from a file");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Without_a_certificate_a_secured_system_does_not_start() =>
        Should.Throw<Exception>(() => Start("""ssl.certificate.path = "" """, null));

    [Fact]
    public void A_certificate_that_cannot_be_read_fails_the_start() =>
        Should.Throw<Exception>(() => Start("""ssl.certificate.path = "/nowhere/at-all.pfx" """, null));

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused_unless_validation_is_suppressed()
    {
        var there = Start("", new DotNettySslSetup(Shared, false));
        var here = Start("", new DotNettySslSetup(Shared, false));
        there.ActorOf(Props.Create(() => new Responder()), "responder");
        var reported = new TaskCompletionSource<AssociationErrorEvent>();
        here.EventStream.Subscribe(here.ActorOf(Props.Create(() => new Reporter(reported))), typeof(AssociationErrorEvent));

        here.ActorSelection($"{AddressOf(there)}/user/responder").Tell(new Letter("secret"), ActorRefs.NoSender);

        (await reported.Task.WaitAsync(Patience)).RemoteAddress.ShouldBe(AddressOf(there));
    }

    [Fact]
    public async Task A_system_without_TLS_does_not_reach_one_with_it()
    {
        var there = Secured();
        there.ActorOf(Props.Create(() => new Responder()), "responder");
        var plain = Start("enable-ssl = false", null);
        var address = AddressOf(there).WithProtocol("akka.tcp");

        await Should.ThrowAsync<ActorNotFoundException>(
            () => plain.ActorSelection($"{address}/user/responder").ResolveOne(TimeSpan.FromSeconds(3)));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("\u0000\u0001\u0002 garbage")]
    public async Task Plain_text_on_a_secured_port_costs_that_connection_only(string text)
    {
        var (here, there) = (Secured(), Secured());
        there.ActorOf(Props.Create(() => new Responder()), "responder");
        await Ask(here, there, "before");
        using var stranger = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await stranger.ConnectAsync(new IPEndPoint(IPAddress.Loopback, AddressOf(there).Port!.Value));

        await stranger.SendAsync(System.Text.Encoding.Latin1.GetBytes(text));

        await IsCut(stranger);
        (await Ask(here, there, "after")).ShouldBe("after");
    }

    [EmbeddedOnly("Akka.NET 1.5.30 asks no certificate of who connects: only the connecting side checks the other")]
    public async Task Who_connects_without_a_certificate_is_refused()
    {
        var there = Start("", new DotNettySslSetup(Shared, false));
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(new IPEndPoint(IPAddress.Loopback, AddressOf(there).Port!.Value));
        await using var tls = new SslStream(new NetworkStream(client), false, (_, shown, _, _) => Shared.Equals(shown));

        await Should.ThrowAsync<IOException>(async () =>
        {
            await tls.AuthenticateAsClientAsync("localhost").WaitAsync(Patience);
            if (await tls.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience) == 0)
                throw new IOException("it was closed");
        });
    }

    private static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    private static async Task<string> Ask(ActorSystem from, ActorSystem to, string text)
    {
        var responder = await from.ActorSelection($"{AddressOf(to)}/user/responder").ResolveOne(Patience);
        return (await responder.Ask<Letter>(new Letter(text), Patience)).Text;
    }

    private static async Task IsCut(Socket socket)
    {
        var buffer = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(buffer).WaitAsync(Patience) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // A reset is as good an end as any.
        }
    }

    private ActorSystem Secured() => Start("", new DotNettySslSetup(Shared, true));

    private ActorSystem Start(string tcp, DotNettySslSetup? tls)
    {
        var config = ConfigurationFactory.ParseString($$"""akka.remote.dot-netty.tcp { enable-ssl = true, {{tcp}} }""")
            .WithFallback(RemoteTest.Plain());
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config));
        var system = ActorSystem.Create("secured", tls is null ? setup : setup.And(tls));
        _systems.Add(system);
        return system;
    }

    private sealed class Reporter : ReceiveActor
    {
        public Reporter(TaskCompletionSource<AssociationErrorEvent> reported) =>
            Receive<AssociationErrorEvent>(e => reported.TrySetResult(e));
    }
}
