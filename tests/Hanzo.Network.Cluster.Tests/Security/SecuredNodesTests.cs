using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Security;

/// <summary>Nodes with the keys of a network, over real connections, and all who have none.</summary>
[Trait("Runtime", "embedded")]
public sealed class SecuredNodesTests : IAsyncLifetime
{
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("hanzo-keys-");
    private readonly TestNetwork _network;
    private readonly LogCapture _log = new();
    private readonly NetworkFolder _home;
    private readonly NodeSecurity _one;
    private TestNode _node = null!;

    public SecuredNodesTests(ITestOutputHelper output)
    {
        _network = new TestNetwork(output);
        _home = FolderIn("home");
        _one = Of(_home, "one");
    }

    public async Task InitializeAsync() => _node = await StartAsync("one", _one, _log);

    public async Task DisposeAsync()
    {
        await _network.DisposeAsync();
        _keys.Delete(recursive: true);
    }

    [Fact]
    public async Task Nodes_of_one_network_find_each_other_and_say_that_they_are_secured()
    {
        var two = await StartAsync("two", Of(_home, "two"));
        await Task.WhenAll(new[] { _node, two }.Select(node => Eventually.ShouldBeAsync(() => Healthy(node), 1)));
        (await two.Network.GetStatusAsync()).Security.ShouldBe("mutual-tls");
        two.Gate.Current!.System.Settings.Config.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl").ShouldBeTrue();
    }

    [Fact]
    public async Task A_network_of_the_same_name_with_other_keys_is_another()
    {
        var log = new LogCapture();
        await StartAsync("two", Of(FolderIn("other"), "two"), log, seed: _node.Process.Address);
        // By TLS 1.3 who dials sees the other's certificate first; whether it shows its own before it hangs up is a matter of time.
        await LogsAsync(log, "No connection with");
        await LogsAsync(log, "its certificate 'CN=one' is not trusted here");
        await LogsAsync(_log, "A connection from 127.0.0.1 is refused");
        Healthy(_node).ShouldBe(0);
    }

    [Fact]
    public async Task Certificates_of_another_authority_expired_or_altered_ones_and_none_at_all_are_refused_with_the_reason()
    {
        using var authority = _home.OpenAuthority();
        (await KnockAsync(authority.Issue("guest"))).ShouldBeTrue(_log.All);

        (await KnockAsync(Of(FolderIn("other"), "guest").Certificate)).ShouldBeFalse();
        await LogsAsync(_log, "its certificate 'CN=guest' is not trusted here");

        (await KnockAsync(SelfMade("self-made"))).ShouldBeFalse();
        await LogsAsync(_log, "its certificate 'CN=self-made' is not trusted here");

        (await KnockAsync(Expired(authority))).ShouldBeFalse();
        await LogsAsync(_log, "its certificate 'CN=late' is not trusted here");

        (await KnockAsync(Altered(authority.Issue("altered")))).ShouldBeFalse();
        await LogsAsync(_log, "its certificate 'CN=altered' is not trusted here");

        (await KnockAsync(null)).ShouldBeFalse();
        await LogsAsync(_log, "it shows no certificate");
    }

    [Fact]
    public async Task A_certificate_of_the_authority_that_is_for_no_node_of_the_network_is_refused()
    {
        using var root = X509Certificate2.CreateFromPemFile(InHome("ca.pem"), InHome("ca.key"));
        using var other = new CertificateAuthority(new SystemIds(TimeProvider.System).NewUlid(), root, TimeProvider.System);
        (await KnockAsync(other.Issue("guest"))).ShouldBeFalse();
        await LogsAsync(_log, "its certificate is for network");
    }

    [Fact]
    public async Task Only_the_newest_version_of_TLS_is_spoken()
    {
        using var authority = _home.OpenAuthority();
        (await KnockAsync(authority.Issue("guest"), SslProtocols.Tls12)).ShouldBeFalse();
        await LogsAsync(_log, "no TLS with it");
        (await KnockAsync(authority.Issue("guest"), SslProtocols.Tls13)).ShouldBeTrue(_log.All);
    }

    [Fact]
    public async Task Who_is_revoked_is_cut_off_and_not_let_in_again()
    {
        var two = Of(_home, "two");
        var other = await StartAsync("two", two);
        await Task.WhenAll(new[] { _node, other }.Select(node => Eventually.ShouldBeAsync(() => Healthy(node), 1)));

        using var authority = _home.OpenAuthority();
        _one.Offer(authority.Sign(RevocationRules.Next(RevocationList.None, "two", DateTimeOffset.UtcNow))).ShouldBeTrue();

        await LogsAsync(_log, "the certificate of node 'two' was revoked at");
        await Eventually.ShouldBeAsync(() => Healthy(_node), 0);
        (await KnockAsync(two.Certificate)).ShouldBeFalse();

        two.Replace(authority.Issue("two"));
        (await KnockAsync(two.Certificate)).ShouldBeTrue(_log.All);
    }

    [Fact]
    public async Task A_revocation_while_the_authoritys_node_is_away_counts_within_five_seconds_and_there_when_it_is_back()
    {
        var (two, three, four) = (Guest("two"), Guest("three"), Guest("four"));
        var others = new[] { await StartAsync("two", two), await StartAsync("three", three), await StartAsync("four", four) };
        await Task.WhenAll(others.Append(_node).Select(node => Eventually.ShouldBeAsync(() => Healthy(node), 3)));
        await _node.StopAsync();
        await Task.WhenAll(others.Select(node => Eventually.ShouldBeAsync(() => Healthy(node), 2)));

        using var authority = _home.OpenAuthority();
        two.Offer(authority.Revoke(RevocationList.None, "three")).ShouldBeTrue();
        await Task.WhenAll(new[] { others[0], others[2] }.Select(
            node => Eventually.ShouldBeAsync(() => Healthy(node), 1, TimeSpan.FromSeconds(5))));
        foreach (var security in new[] { two, four }) security.Refuse(three.Certificate).ShouldNotBeNull();

        var one = Of(_home, "one");
        one.Refuse(three.Certificate).ShouldBeNull(); // nobody has told it
        _node = await StartAsync("one", one);
        await Eventually.ShouldBeAsync(() => Healthy(_node), 2);
        await Eventually.TrueAsync(() => one.Refuse(three.Certificate) is not null, TimeSpan.FromSeconds(5));
        (await KnockAsync(three.Certificate)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_node_without_keys_and_one_with_them_both_say_why_they_do_not_join()
    {
        var log = new LogCapture();
        var plain = await StartAsync("plain", null, log, seed: _node.Process.Address);
        await LogsAsync(log, "this node demands TLS");
        await LogsAsync(_log, "it is a node without TLS");
        (await plain.Network.GetStatusAsync()).Security.ShouldBe("none");
        (Healthy(_node), Healthy(plain)).ShouldBe((0, 0));
    }

    private Task<bool> KnockAsync(X509Certificate2? certificate, SslProtocols protocols = SslProtocols.None) =>
        Knock.AtAsync(_node.Process.Address, certificate, protocols);

    private Task<TestNode> StartAsync(string id, INodeSecurity? security, LogCapture? log = null, string? seed = null) =>
        _network.StartAsync(id, network =>
        {
            if (security is not null) network.UseSecurity(security);
            if (log is not null) network.Services.AddSingleton<ILoggerProvider>(log);
            if (seed is not null) network.UseSeeds(seed);
        });

    private static int Healthy(TestNode node) => node.Process.Board.Current.Nodes.Values.Count(known => !known.IsSelf && known.Healthy);

    private static Task LogsAsync(LogCapture log, string text) =>
        Eventually.TrueAsync(() => log.Contains(text), otherwise: () => $"no line with '{text}' in:\n{log.All}");

    private static NodeSecurity Of(NetworkFolder folder, string node) => NodeSecurity.Open(folder, node, TimeProvider.System);

    /// <summary>A node of another machine.</summary>
    private NodeSecurity Guest(string node)
    {
        using var authority = _home.OpenAuthority();
        using var certificate = authority.Issue(node);
        var store = new NetworkStore(Path.Combine(_keys.FullName, node), TimeProvider.System);
        return Of(store.Join(_home.File, _home.Root, node, certificate), node);
    }

    private NetworkFolder FolderIn(string name) =>
        new NetworkStore(Path.Combine(_keys.FullName, name), TimeProvider.System).OpenOrCreate("test");

    private string InHome(string file) => Path.Combine(_home.Path, file);

    private X509Certificate2 SelfMade(string node)
    {
        using var key = NodeKeys.Create();
        var request = new CertificateRequest($"CN={node}", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>As the authority would have issued it 91 days ago, had it existed.</summary>
    private X509Certificate2 Expired(CertificateAuthority authority)
    {
        using var root = X509Certificate2.CreateFromPemFile(InHome("ca.pem"), InHome("ca.key"));
        using var key = NodeKeys.Create();
        var request = new CertificateRequest("CN=late", key, HashAlgorithmName.SHA256);
        var (begin, end) = (new DateTimeOffset(root.NotBefore).AddMinutes(1), DateTimeOffset.UtcNow.AddMinutes(-1));
        using var certificate = request.Create(root, begin, end, [1, 2, 3]);
        certificate.NotAfter.ShouldBeLessThan(authority.Root.NotAfter);
        return NodeKeys.Join(certificate, key);
    }

    /// <summary>A byte of what was signed is another.</summary>
    private static X509Certificate2 Altered(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        var bytes = certificate.RawData;
        bytes[bytes.AsSpan().IndexOf(certificate.SerialNumberBytes.Span) + CertificateSerial.Bytes - 1] ^= 1;
        using var altered = X509CertificateLoader.LoadCertificate(bytes);
        return NodeKeys.Join(altered, key);
    }
}
