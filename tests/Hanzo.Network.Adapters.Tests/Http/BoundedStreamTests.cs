using System.Text;
using Hanzo.Network.Adapters.Http;

namespace Hanzo.Network.Adapters.Tests.Http;

public sealed class BoundedStreamTests
{
    [Theory]
    [InlineData("12345678", nameof(BoundOf.Whole), true)]
    [InlineData("123456789", nameof(BoundOf.Whole), false)]
    [InlineData("1234567\n1234567\n1234567\n", nameof(BoundOf.Line), true)]
    [InlineData("1\n12345678\n", nameof(BoundOf.Line), false)]
    [InlineData("1\n123456789", nameof(BoundOf.Line), false)]
    [InlineData("1\n2\n3\n\n1\n2\n3\n\n", nameof(BoundOf.Event), true)]
    [InlineData("1\r\n2\r\n\r\n1\r\n2\r\n\r\n", nameof(BoundOf.Event), true)]
    [InlineData("1\n2\n3\n4\n5\n", nameof(BoundOf.Event), false)]
    [InlineData("1\n\n123456789", nameof(BoundOf.Event), false)]
    public async Task Nothing_is_read_beyond_the_bound(string text, string unit, bool fits)
    {
        foreach (var piece in new[] { 1, 3, 100 })
        {
            await using var stream = new BoundedStream(
                new MemoryStream(Encoding.ASCII.GetBytes(text)), maxBytes: 8, Enum.Parse<BoundOf>(unit),
                most => new IOException($"more than {most}"));
            var buffer = new byte[piece];
            var error = await Record.ExceptionAsync(async () =>
            {
                while (await stream.ReadAsync(buffer) > 0) { }
            });

            (error?.Message).ShouldBe(fits ? null : "more than 8", $"in pieces of {piece}");
        }
    }
}
