using System.Collections.Immutable;
using System.Text;
using Hanzo.Network.Files;
using Hanzo.Network.Security;

namespace Hanzo.Network.Tests.Security;

public sealed class NetworkFileTests
{
    private const string Network = "01JDA0000000000000000000AB";
    private static readonly ImmutableArray<byte> Key = [.. Enumerable.Range(200, NetworkKeys.BeaconKeyBytes).Select(i => (byte)i)];
    private static readonly NetworkFile File = new(new NetworkKeys("home", Network, Key), ["192.168.1.20:5679", "[fe80::1]:5679"]);

    [Fact]
    public void A_file_is_read_as_it_was_written()
    {
        var read = NetworkFile.Parse("network.json", File.Write());
        Assert.Equal(("home", Network), (read.Keys.Network, read.Keys.NetworkId));
        Assert.Equal(Key.AsSpan(), read.Keys.BeaconKey.AsSpan());
        Assert.Equal(File.Authority.AsSpan(), read.Authority.AsSpan());
    }

    [Theory]
    [InlineData("\"home\"", "\"Home!\"", "network.json, line 3, network: must match")]
    [InlineData("hanzo.network.1", "hanzo.network.2", "line 2, format: must be 'hanzo.network.1'")]
    [InlineData("01JDA0000000000000000000AB", "01JDA0", "line 4, id: must be a ULID")]
    [InlineData("\"beacon_key\": \"yMn", "\"beacon_key\": \"yM", "line 5, beacon_key: must be 32 bytes in base 64.")]
    [InlineData("\"beacon_key\"", "\"beacon-key\"", "beacon-key: is unknown; allowed: format, network, id, beacon_key, authority.")]
    [InlineData("192.168.1.20:5679", "192.168.1.20", "authority[0]: must be host:port")]
    public void What_is_wrong_is_named_and_where(string what, string by, string message)
    {
        var text = Encoding.UTF8.GetString(File.Write());
        Assert.Contains(what, text);
        var error = Assert.Throws<InvalidFileException>(
            () => NetworkFile.Parse("network.json", Encoding.UTF8.GetBytes(text.Replace(what, by))));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Half_a_file_is_refused()
    {
        var bytes = File.Write();
        for (var length = 0; length < bytes.Length - 1; length++)
            Assert.Throws<InvalidFileException>(() => NetworkFile.Parse("network.json", bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Keys_are_not_shown() => Assert.DoesNotContain(Convert.ToBase64String(Key.AsSpan()), File.ToString());
}
