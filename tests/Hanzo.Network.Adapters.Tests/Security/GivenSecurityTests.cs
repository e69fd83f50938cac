using Hanzo.Network.Adapters.Security;

namespace Hanzo.Network.Adapters.Tests.Security;

public sealed class GivenSecurityTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-given");
    private readonly TestAuthority _ours;
    private readonly GivenFiles _files;
    private readonly GivenSecurity _security;

    public GivenSecurityTests()
    {
        _ours = new TestAuthority(_folder.FullName, "ours");
        _files = _ours.Issue("one");
        _security = GivenSecurity.Open("home", _files, verifyPeers: true);
    }

    public void Dispose()
    {
        _ours.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Files_that_were_replaced_count_and_the_network_stays_the_same()
    {
        var (keys, first) = (_security.Keys, _security.Certificate);
        _security.Look().ShouldBeFalse();
        _security.Certificate.ShouldBeSameAs(first);
        _ours.Issue("one");
        using var theirs = new TestAuthority(_folder.FullName, "theirs");
        File.AppendAllText(_ours.File, "\n" + File.ReadAllText(theirs.File));
        _security.Look().ShouldBeTrue();
        _security.Certificate.Thumbprint.ShouldNotBe(first.Thumbprint);
        _security.Certificate.HasPrivateKey.ShouldBeTrue();
        _security.Authorities.Count.ShouldBe(2);
        _security.Keys.ShouldBeSameAs(keys);
        _security.Look().ShouldBeFalse();
    }

    [Fact]
    public void What_a_link_leads_to_may_be_replaced()
    {
        var link = Path.Combine(_folder.FullName, "link.pem");
        File.CreateSymbolicLink(link, _files.Certificate);
        var linked = GivenSecurity.Open("home", _files with { Certificate = link }, verifyPeers: true);
        _ours.Issue("one");
        linked.Look().ShouldBeTrue();
    }

    [Theory]
    [InlineData("key")]
    [InlineData("missing")]
    [InlineData("expired")]
    [InlineData("authority")]
    [InlineData("half")]
    public void What_cannot_be_used_changes_nothing_until_it_is_mended(string what)
    {
        var first = _security.Certificate;
        using var theirs = new TestAuthority(_folder.FullName, "theirs");
        var expected = Spoil(what, theirs);
        _security.Look().ShouldBeFalse();
        _security.Problem.ShouldNotBeNull().ShouldContain(expected);
        (_security.Certificate, _security.Authorities.Count).ShouldBe((first, 1));
        _ours.Issue("one");
        _security.Look().ShouldBeTrue();
        _security.Problem.ShouldBeNull();
    }

    // What the problem then says.
    private string Spoil(string what, TestAuthority theirs)
    {
        switch (what)
        {
            case "key":
                File.WriteAllText(_files.Key, "-----BEGIN");
                return "do not hold a certificate and its private key as PEM";
            case "missing":
                File.Delete(_files.Certificate);
                return "is missing";
            case "expired":
                _ours.Issue("one", ends: -0.5);
                return "is not trusted by the authorities of";
            case "authority":
                theirs.Issue("one");
                return "is not trusted by the authorities of";
            default:
                // The certificate is replaced before its key.
                var key = File.ReadAllText(_files.Key);
                _ours.Issue("one");
                File.WriteAllText(_files.Key, key);
                return "do not hold a certificate and its private key as PEM";
        }
    }
}
