using Hanzo.Network.Security;

namespace Hanzo.Network.Tests.Security;

public sealed class CertificateNamesTests
{
    private const string Network = "01JDA0000000000000000000AB";
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, 890, TimeSpan.Zero);

    [Fact]
    public void A_peer_is_named_by_network_and_node()
    {
        var name = new PeerName(Network, "Laptop_2.local");
        Assert.Equal($"hanzo://{Network}/Laptop_2.local", name.Uri);
        Assert.Equal(name, PeerName.Parse(name.Uri));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hanzo://")]
    [InlineData("http://01JDA0000000000000000000AB/pi")]
    [InlineData("hanzo://01JDA0000000000000000000AB")]
    [InlineData("hanzo://01JDA0000000000000000000AB/")]
    [InlineData("hanzo://01JDA0000000000000000000AB/..")]
    [InlineData("hanzo://01JDA0000000000000000000AB/a/b")]
    [InlineData("hanzo://01jda0000000000000000000ab/pi")]
    [InlineData("hanzo://91JDA0000000000000000000AB/pi")]
    [InlineData("HANZO://01JDA0000000000000000000AB/pi")]
    public void Other_names_are_nobodys(string uri) => Assert.Null(PeerName.Parse(uri));

    [Fact]
    public void A_serial_number_tells_when_its_certificate_was_issued()
    {
        var serial = CertificateSerial.Create(Now, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        Assert.Equal(CertificateSerial.Bytes, serial.Length);
        Assert.Equal(Now, CertificateSerial.IssuedAt(serial));
        Assert.Equal(Now, CertificateSerial.IssuedAt([0, .. serial]));
        var old = DateTimeOffset.FromUnixTimeMilliseconds(5);
        Assert.Equal(old, CertificateSerial.IssuedAt(CertificateSerial.Create(old, new byte[10]).AsSpan().TrimStart((byte)0)));
        Assert.Null(CertificateSerial.IssuedAt(Enumerable.Repeat((byte)1, 17).ToArray()));
        Assert.Null(CertificateSerial.IssuedAt(Enumerable.Repeat((byte)0xFF, 16).ToArray()));
    }

    [Fact]
    public void A_certificate_is_due_after_two_thirds_of_its_time()
    {
        Assert.False(CertificateRules.IsDue(Now, Now.AddDays(90), Now.AddDays(59)));
        Assert.True(CertificateRules.IsDue(Now, Now.AddDays(90), Now.AddDays(60)));
    }
}
