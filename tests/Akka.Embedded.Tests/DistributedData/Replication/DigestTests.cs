using System.Text;
using Akka.Embedded.Replication;

namespace Akka.Embedded.Tests.DistributedData.Replication;

public sealed class DigestTests
{
    /// <summary>The published values of MurmurHash3_x64_128 with seed 0.</summary>
    [Theory]
    [InlineData("", 0UL, 0UL)]
    [InlineData("hello", 0xcbd8a7b341bd9b02UL, 0x5b1e906a48ae1d19UL)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0xe34bbc7bbc071b6cUL, 0x7a433ca9c49a9347UL)]
    public void A_digest_is_the_published_hash(string text, ulong high, ulong low) =>
        Digest128.Of(Encoding.UTF8.GetBytes(text)).ShouldBe(new Digest128(high, low));

    [Fact]
    public void Each_bit_counts()
    {
        for (var length = 1; length < 40; length++)
        {
            var seen = new HashSet<Digest128> { Digest128.Of(new byte[length]) };
            for (var bit = 0; bit < length * 8; bit++)
            {
                var bytes = new byte[length];
                bytes[bit / 8] = (byte)(1 << (bit % 8));
                seen.Add(Digest128.Of(bytes)).ShouldBeTrue();
            }
        }
    }
}
