using System.Buffers;
using System.Globalization;
using Akka.Actor;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Tests.Remote;

/// <summary>
/// What a stranger may send before anybody knows who he is, broken at random: read, or refused as invalid, and no frame that is too long
/// is waited for. A million: <c>HANZO_FUZZ=1000000 dotnet test tests/Akka.Embedded.Tests --filter FullyQualifiedName~FrameFuzzTests</c>.
/// </summary>
public sealed class FrameFuzzTests
{
    private static readonly int Rounds =
        int.Parse(Environment.GetEnvironmentVariable("HANZO_FUZZ") ?? "30000", CultureInfo.InvariantCulture);

    private readonly Random _random = new(20_261_122);

    [Fact]
    public void Greetings()
    {
        var hello = new Greeting.Hello(
            Address.Parse("akka.tcp://one@127.0.0.1:1001"), 7, Address.Parse("akka.tcp://two@127.0.0.1:1002"), 3, 2, 8, 99, 128_000);
        var (read, refused) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var isAnswer = round % 2 == 0;
            var output = new ArrayBufferWriter<byte>();
            Greeting.Write(round % 5 == 0 ? new Greeting.Refusal(RefusalCode.Quarantined, "why") : hello, isAnswer, output);
            var bytes = Broken(output.WrittenSpan[Greeting.Magic.Length..].ToArray());
            try
            {
                var buffer = new ReadOnlySequence<byte>(bytes);
                if (!Frames.TryRead(ref buffer, Greeting.MaxFrameBytes, out var frame)) continue;
                frame.Length.ShouldBeInRange(1, Greeting.MaxFrameBytes);
                Greeting.Read(frame.ToArray(), isAnswer);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        read.ShouldBeGreaterThan(Rounds / 100);
        refused.ShouldBeGreaterThan(Rounds / 100);
    }

    private byte[] Broken(byte[] bytes)
    {
        if (_random.Next(16) == 0) _random.NextBytes(bytes);
        for (var change = _random.Next(4); change > 0; change--) bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return _random.Next(4) == 0 ? bytes[.._random.Next(bytes.Length)] : bytes;
    }
}
