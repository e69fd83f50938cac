using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Security;

namespace Hanzo.Network.Adapters.Tests.Security;

public sealed class NodeSecurityTests : KeysFixture
{
    [Fact]
    public void A_node_keeps_its_certificate_until_it_is_due()
    {
        var first = NodeSecurity.Open(Home(), "pi", Time);
        Assert.True(first.Certificate.HasPrivateKey);
        Assert.Same(first.Certificate, first.Certificate);
        Time.Advance(TimeSpan.FromDays(59));
        Assert.False(first.RenewHere());
        Assert.Equal(first.Certificate.SerialNumber, NodeSecurity.Open(Home(), "pi", Time).Certificate.SerialNumber);
        Time.Advance(TimeSpan.FromDays(1));
        var old = first.Certificate.SerialNumber;
        Assert.True(first.RenewHere());
        Assert.NotEqual(old, first.Certificate.SerialNumber);
        Assert.Equal(first.Certificate.SerialNumber, NodeSecurity.Open(Home(), "pi", Time).Certificate.SerialNumber);
    }

    [Fact]
    public void Where_the_authority_is_an_expired_certificate_is_made_anew()
    {
        var old = NodeSecurity.Open(Home(), "pi", Time).Certificate.SerialNumber;
        Time.Advance(TimeSpan.FromDays(91));
        Assert.NotEqual(old, NodeSecurity.Open(Home(), "pi", Time).Certificate.SerialNumber);
    }

    [Fact]
    public void A_clock_before_the_networks_time_is_named_and_one_of_before_its_first_day_is_none()
    {
        var home = Home();
        using var authority = home.OpenAuthority();
        var clock = Time.GetUtcNow();
        foreach (var (hours, isAllowed) in new[] { (-23.5, true), (-25, false), (24 * 3700, false) })
        {
            var certifier = new CertificateAuthority(home.Keys.NetworkId, authority.Root, new SetClock(clock.AddHours(hours)));
            if (isAllowed) certifier.Issue("pi").Dispose();
            else Assert.Contains("this machine's clock says", Assert.Throws<KeyStoreException>(() => certifier.Issue("pi")).Message);
        }
    }

    [Fact]
    public void A_guest_without_a_certificate_is_told_how_to_get_one()
    {
        var guest = Guest("pi");
        Assert.Equal("pi", NodeSecurity.Open(guest, "pi", Time).NodeId);
        Time.Advance(TimeSpan.FromDays(90));
        Assert.Contains(
            "its certificate expired at 2026-04-02", Assert.Throws<KeyStoreException>(() => NodeSecurity.Open(guest, "pi", Time)).Message);
        var error = Assert.Throws<KeyStoreException>(() => NodeSecurity.Open(guest, "pi-2", Time));
        Assert.Contains("node 'pi-2' cannot take part in network 'home'", error.Message);
        Assert.Contains(
            "it has no certificate. On the machine that created the network, run 'hanzo invite'; here, 'hanzo join CODE --node-id pi-2'",
            error.Message);
    }

    [Fact]
    public void A_machine_was_invited_and_not_one_node_of_it()
    {
        var guest = Guest("pi");
        var (first, second) = (NodeSecurity.Open(guest, "pi", Time), NodeSecurity.Open(guest, "pi-2", Time));
        Assert.Equal(("pi-2", "pi"), (second.NodeId, second.Holder));
        Assert.Equal(first.Certificate.SerialNumber, second.Certificate.SerialNumber);
        Assert.Equal("pi", Assert.Single(guest.NodeIds));

        // Renewed by one, for both.
        using var authority = Home().OpenAuthority();
        second.Replace(authority.Issue("pi"));
        Assert.Equal(second.Certificate.SerialNumber, NodeSecurity.Open(guest, "pi", Time).Certificate.SerialNumber);
    }

    [Theory]
    [InlineData("pi", true)]
    [InlineData("pi-2", false)]
    public void Who_is_revoked_ends_and_so_does_who_shows_its_certificate(string revoked, bool areBoth)
    {
        var guest = Guest("pi");
        NodeSecurity[] nodes = [NodeSecurity.Open(guest, "pi-2", Time), NodeSecurity.Open(guest, "pi", Time)];
        var list = Revoke(Home(), revoked);
        Assert.All(nodes, node => Assert.Null(node.RefuseSelf()));
        foreach (var node in nodes) Assert.True(node.Offer(list));
        Assert.NotNull(nodes[0].RefuseSelf());
        Assert.Equal(areBoth, nodes[1].RefuseSelf() is not null);
        Assert.Throws<KeyStoreException>(() => NodeSecurity.Open(guest, "pi-2", Time));
    }

    [Fact]
    public void A_certificate_that_is_for_another_is_not_used()
    {
        var guest = Guest("pi");
        File.Copy(Path.Combine(guest.Path, "nodes", "pi.pem"), Path.Combine(guest.Path, "nodes", "box.pem"));
        Assert.Contains("is not for node 'box'", Assert.Throws<KeyStoreException>(() => NodeSecurity.Open(guest, "box", Time)).Message);
        using var own = new CertificateAuthority(guest.Keys.NetworkId, Lookalike(guest), Time);
        guest.WriteNode("pi", own.Issue("pi"));
        Assert.Contains(
            "not signed by the network's authority", Assert.Throws<KeyStoreException>(() => NodeSecurity.Open(guest, "pi", Time)).Message);
    }

    [Fact]
    public void Who_was_revoked_gets_no_certificate_by_starting_anew()
    {
        var home = Home();
        var security = NodeSecurity.Open(home, "pi", Time);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(security.Offer(Revoke(home, "pi")));
        Assert.Contains("was revoked at", Assert.Throws<KeyStoreException>(() => NodeSecurity.Open(Home(), "pi", Time)).Message);
        File.Delete(HomeFile("nodes/pi.pem"));
        Assert.Throws<KeyStoreException>(() => NodeSecurity.Open(Home(), "pi", Time));
        using var authority = home.OpenAuthority();
        home.WriteNode("pi", authority.Issue("pi"));
        Assert.Equal("pi", NodeSecurity.Open(Home(), "pi", Time).NodeId);
    }

    [Fact]
    public void Who_is_of_the_network_is_welcome_until_revoked()
    {
        var (home, guest) = (Home(), NodeSecurity.Open(Guest("pi"), "pi", Time));
        var security = NodeSecurity.Open(home, "laptop", Time);
        Assert.Null(security.Refuse(guest.Certificate));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(security.Offer(Revoke(home, "pi")));
        Assert.Contains("the certificate of node 'pi' was revoked at 2026-01-02 03:04:06Z", security.Refuse(guest.Certificate));
        using var authority = home.OpenAuthority();
        using var next = authority.Issue("pi");
        Assert.Null(security.Refuse(next));
    }

    [Fact]
    public void Certificates_of_other_networks_and_of_nobody_are_refused()
    {
        var security = NodeSecurity.Open(Home(), "pi", Time);
        var other = Store.OpenOrCreate("work");
        var stranger = NodeSecurity.Open(other, "pi", Time);
        Assert.Contains($"for network {other.Keys.NetworkId}, not {security.Keys.NetworkId}", security.Refuse(stranger.Certificate));
        using var key = NodeKeys.Create();
        using var self = new CertificateRequest("CN=me", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(Time.GetUtcNow(), Time.GetUtcNow().AddDays(1));
        Assert.Contains("'CN=me' is not that of a node", security.Refuse(self));
        Assert.Contains("is not that of a node", security.Refuse(Home().Root));
    }

    [Fact]
    public void Only_a_later_list_of_the_authority_is_taken_and_kept()
    {
        var home = Home();
        var security = NodeSecurity.Open(home, "laptop", Time);
        Assert.False(security.Offer(RevocationList.None));
        var list = Revoke(home, "pi");
        Assert.False(security.Offer(list with { Nodes = [new Revocation("box", Time.GetUtcNow())] }));
        Assert.True(security.Offer(list));
        Assert.False(security.Offer(list));
        Assert.Equal(1, NodeSecurity.Open(Home(), "laptop", Time).Revocations.Version);
        Assert.Equal(0, NodeSecurity.Open(Guest("pi"), "pi", Time).Revocations.Version);
    }

    [Fact]
    public void A_list_that_cannot_be_kept_counts_and_is_kept_as_soon_as_that_is_possible()
    {
        var (home, guest) = (Home(), Guest("pi"));
        var security = NodeSecurity.Open(guest, "pi", Time);
        using var authority = home.OpenAuthority();
        using var other = authority.Issue("box");
        Time.Advance(TimeSpan.FromSeconds(1));
        var list = Revoke(home, "box");
        // As with a full disk: nothing can be put in this place.
        var taken = Directory.CreateDirectory(Path.Combine(guest.Path, "revoked.json"));

        for (var time = 0; time < 2; time++)
        {
            var error = Assert.Throws<KeyStoreException>(() => security.Offer(list));
            Assert.Contains("revoked.json cannot be written", error.Message);
            Assert.NotNull(security.Refuse(other));
            Assert.Equal(0, guest.ReadRevocations().Version);
        }

        taken.Delete();
        Assert.True(security.Offer(list));
        Assert.False(security.Offer(list));
        Assert.Equal(1, NodeSecurity.Open(guest, "pi", Time).Revocations.Version);
    }

    [Fact]
    public void A_new_certificate_counts_at_once_and_only_if_it_is_the_nodes()
    {
        var home = Home();
        var security = NodeSecurity.Open(home, "pi", Time);
        using var authority = home.OpenAuthority();
        using var others = authority.Issue("box");
        Assert.Contains("is not for node 'pi'", Assert.Throws<KeyStoreException>(() => security.Replace(others)).Message);
        var next = authority.Issue("pi");
        security.Replace(next);
        Assert.Same(next, security.Certificate);
        Assert.Equal(next.SerialNumber, NodeSecurity.Open(Home(), "pi", Time).Certificate.SerialNumber);
    }

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private RevocationList Revoke(NetworkFolder home, string nodeId)
    {
        using var authority = home.OpenAuthority();
        return authority.Revoke(home.ReadRevocations(), nodeId);
    }

    private X509Certificate2 Lookalike(NetworkFolder folder) =>
        CertificateAuthority.Create(folder.Keys.Network, folder.Keys.NetworkId, Time.GetUtcNow());
}
