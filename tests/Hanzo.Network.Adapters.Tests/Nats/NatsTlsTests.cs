using System.Net;
using Hanzo.Network.Adapters.Nats;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Adapters.Tests.Security;

namespace Hanzo.Network.Adapters.Tests.Nats;

public sealed class NatsTlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-nats");
    private readonly TestAuthority _ours;

    public NatsTlsTests() => _ours = new TestAuthority(_folder.FullName, "ours");

    public void Dispose()
    {
        _ours.Dispose();
        _folder.Delete(recursive: true);
    }

    [NatsFact]
    public async Task A_server_with_TLS_is_used_if_its_certificate_is_trusted()
    {
        await using var nats = await StartAsync(IPAddress.Loopback, "--user", "hanzo", "--pass", "secret");
        var trusting = nats.Server with { AuthorityFile = _ours.File, User = "hanzo", Password = "secret" };
        await using var one = await NatsPeer.ConnectedAsync(trusting with { RequiresTls = true });
        await using var two = await NatsPeer.ConnectedAsync(trusting);
        await one.SendAsync("hello");
        (await two.NextAsync()).Text.ShouldBe("hello");

        // The system does not trust it.
        (await NatsPeer.EndAsync(nats.Server)).Message.ShouldStartWith(
            $"{nats.Server} cannot be used: its certificate (CN=nats) is not trusted: ");
        using var theirs = new TestAuthority(_folder.FullName, "theirs");
        (await NatsPeer.EndAsync(nats.Server with { AuthorityFile = theirs.File })).Message.ShouldEndWith(
            " --nats-ca FILE.pem names the authority that signed it");
        var missing = Path.Combine(_folder.FullName, "none.pem");
        (await NatsPeer.EndAsync(nats.Server with { AuthorityFile = missing })).Message.ShouldEndWith($"{missing} is missing.");
    }

    [NatsFact]
    public async Task A_certificate_for_another_address_is_refused()
    {
        await using var nats = await StartAsync(IPAddress.Parse("192.0.2.7"));
        (await NatsPeer.EndAsync(nats.Server with { AuthorityFile = _ours.File })).Message.ShouldBe(
            $"{nats.Server} cannot be used: its certificate (CN=nats) is not for '127.0.0.1'");
    }

    [NatsFact]
    public async Task To_a_server_without_TLS_nothing_is_told_if_it_is_required()
    {
        await using var nats = await NatsProcess.StartAsync();
        var server = nats.Server with { RequiresTls = true };
        (await NatsPeer.EndAsync(server)).Message.ShouldBe($"{server} cannot be used: it has no TLS, which tls:// asks for");
    }

    private Task<NatsProcess> StartAsync(IPAddress address, params string[] more)
    {
        var files = _ours.Issue("nats", address);
        return NatsProcess.StartAsync(["--tls", "--tlscert", files.Certificate, "--tlskey", files.Key, .. more]);
    }
}
