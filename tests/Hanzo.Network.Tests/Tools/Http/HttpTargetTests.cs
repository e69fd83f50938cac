using Hanzo.Network.Tools.Http;

namespace Hanzo.Network.Tests.Tools.Http;

public sealed class HttpTargetTests
{
    private static readonly HostList Hosts =
        HostList.Parse(["example.org", "*.wiki.example", "box.local:8080", "10.0.0.4:81", "[fd00::1]:82", "bücher.example"])!;

    [Theory]
    [InlineData("https://example.org/a?b#c")]
    [InlineData("http://EXAMPLE.org./")]
    [InlineData("https://de.wiki.example/")]
    [InlineData("https://a.b.wiki.example:443/")]
    [InlineData("http://box.local:8080/x")]
    [InlineData("http://10.0.0.4:81/")]
    [InlineData("http://0x0a.4:81/")]
    [InlineData("http://[fd00:0::1]:82/")]
    [InlineData("https://xn--bcher-kva.example/")]
    public void A_listed_host_may_be_asked(string url) => HttpTarget.Check(url, Hosts).Scheme.ShouldStartWith("http");

    [Theory]
    [InlineData("https://example.com/", "'example.com' is not among the hosts that may be asked: example.org, ")]
    [InlineData("https://example.org:8443/", "'example.org:8443' is not among the hosts")]
    [InlineData("https://evil-example.org/", "is not among the hosts")]
    [InlineData("https://example.org.evil.com/", "is not among the hosts")]
    [InlineData("https://wiki.example/", "is not among the hosts")]
    [InlineData("http://box.local/", "is not among the hosts")]
    [InlineData("http://user:pass@example.org/", "must not hold a user or password")]
    [InlineData("https://example.org@evil.com/", "must not hold a user or password")]
    [InlineData("file:///etc/passwd", "'file' is not allowed")]
    [InlineData("gopher://example.org/", "'gopher' is not allowed")]
    [InlineData("/etc/passwd", "'file' is not allowed")]
    [InlineData("example.org", "must be a whole one")]
    [InlineData("http://", "must be a whole one")]
    public void Anything_else_is_refused_with_what_is_allowed(string url, string message) =>
        Should.Throw<ArgumentException>(() => HttpTarget.Check(url, Hosts)).Message.ShouldContain(message);

    [Fact]
    public void A_long_address_is_refused() =>
        Should.Throw<ArgumentException>(() => HttpTarget.Check("https://example.org/" + new string('a', 2000), Hosts))
            .Message.ShouldBe("the address has 2020 characters; at most 2000 are allowed.");

    [Theory]
    [InlineData("/there", "https://example.org/there")]
    [InlineData("https://de.wiki.example/", "https://de.wiki.example/")]
    public void A_redirect_may_lead_to_a_listed_host(string location, string url) =>
        Redirected(location).ShouldBe(new Uri(url));

    [Theory]
    [InlineData("http://169.254.169.254/latest", "is not among the hosts")]
    [InlineData("//evil.com/", "is not among the hosts")]
    [InlineData("http://example.org/", "not encrypted any more")]
    [InlineData("file:///etc/passwd", "'file' is not allowed")]
    public void A_redirect_to_elsewhere_is_refused(string location, string message)
    {
        var refused = Should.Throw<ArgumentException>(() => Redirected(location)).Message;

        refused.ShouldStartWith("example.org redirects to an address that may not be asked: ");
        refused.ShouldContain(message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://example.org")]
    [InlineData("example.org:0")]
    [InlineData("example.org:70000")]
    [InlineData("*.10.0.0.1")]
    [InlineData("a b")]
    [InlineData("*x.org")]
    public void What_is_no_host_is_no_entry(string entry) => HostList.Parse([entry]).ShouldBeNull();

    [Fact]
    public void A_star_is_every_host_at_its_usual_port()
    {
        var all = HostList.Parse(["*"])!;

        all.Allows(new Uri("https://anything.example/")).ShouldBeTrue();
        all.Allows(new Uri("http://10.0.0.1/")).ShouldBeTrue();
        all.Allows(new Uri("https://anything.example:22/")).ShouldBeFalse();
    }

    private static Uri Redirected(string location) =>
        HttpTarget.Redirected(new Uri("https://example.org/here"), new Uri(location, UriKind.RelativeOrAbsolute), Hosts);
}
