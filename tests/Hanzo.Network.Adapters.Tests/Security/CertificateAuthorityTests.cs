using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Security;

namespace Hanzo.Network.Adapters.Tests.Security;

public sealed class CertificateAuthorityTests : KeysFixture
{
    [Fact]
    public void A_request_becomes_a_certificate_for_the_node_that_the_authority_says()
    {
        using var authority = Home().OpenAuthority();
        using var key = NodeKeys.Create();
        using var certificate = authority.Sign(NodeKeys.Request(key, "somebody-else"), "pi");
        using var joined = NodeKeys.Join(certificate, key);
        Assert.Equal("CN=pi", certificate.Subject);
        Assert.Equal(new PeerName(Home().Keys.NetworkId, "pi"), PeerCertificate.Read(certificate)!.Name);
        Assert.Equal(Time.GetUtcNow(), PeerCertificate.Read(certificate)!.IssuedAt!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(Time.GetUtcNow().AddDays(90).UtcDateTime, certificate.NotAfter.ToUniversalTime(), TimeSpan.FromSeconds(1));
        Assert.True(certificate.NotBefore.ToUniversalTime() < Time.GetUtcNow());
        Assert.True(joined.HasPrivateKey);
        var usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages;
        Assert.Equal(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"], usages.Cast<Oid>().Select(usage => usage.Value));
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
    }

    [Fact]
    public void Other_keys_and_other_bytes_are_not_signed()
    {
        using var authority = Home().OpenAuthority();
        using var rsa = RSA.Create(2048);
        var ofRsa = new CertificateRequest("CN=pi", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest();
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (var request in new[] { ofRsa, NodeKeys.Request(large, "pi") })
            Assert.Contains("P-256", Assert.Throws<FormatException>(() => authority.Sign(request, "pi")).Message);
        Assert.Contains("4096", Assert.Throws<FormatException>(() => authority.Sign(new byte[5000], "pi")).Message);
        using var key = NodeKeys.Create();
        Assert.Throws<ArgumentException>(() => authority.Sign(NodeKeys.Request(key, "pi"), "not/a/node"));
    }

    [Fact]
    public void A_request_that_was_altered_is_not_signed()
    {
        using var authority = Home().OpenAuthority();
        using var key = NodeKeys.Create();
        var request = NodeKeys.Request(key, "pi");
        for (var bit = 0; bit < request.Length * 8; bit++)
        {
            var altered = (byte[])request.Clone();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<FormatException>(() => authority.Sign(altered, "pi"));
        }
    }

    [Fact]
    public void Nobodys_certificate_outlives_the_authority()
    {
        var home = Home();
        Time.Advance(CertificateRules.AuthorityLifetime - TimeSpan.FromDays(10));
        using var authority = home.OpenAuthority();
        using var certificate = authority.Issue("pi");
        Assert.Equal(home.Root.NotAfter, certificate.NotAfter);
    }

    [Fact]
    public void A_list_is_signed_for_one_network()
    {
        var home = Home();
        using var authority = home.OpenAuthority();
        var list = authority.Sign(RevocationRules.Next(RevocationList.None, "pi", Time.GetUtcNow()));
        Assert.Null(RevocationRules.Misfit(list));
        Assert.True(CertificateAuthority.HasSigned(home.Root, home.Keys.NetworkId, list));
        Assert.False(CertificateAuthority.HasSigned(home.Root, home.Keys.NetworkId, list with { Version = 2 }));
        Assert.False(CertificateAuthority.HasSigned(home.Root, "01JDA0000000000000000000AB", list));
        Assert.False(CertificateAuthority.HasSigned(Store.OpenOrCreate("work").Root, home.Keys.NetworkId, list));
    }
}
