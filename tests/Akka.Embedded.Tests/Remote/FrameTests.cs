using System.Buffers;
using System.Text;
using Akka.Actor;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Tests.Remote;

public class FrameTests
{
    private static readonly Address A = Address.Parse("akka.tcp://one@127.0.0.1:1001");
    private static readonly Address B = Address.Parse("akka.tcp://two@127.0.0.1:1002");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Frames_are_found_however_the_bytes_are_cut(int segment)
    {
        var output = new ArrayBufferWriter<byte>();
        Frames.Write(output, FrameKind.Message, "head"u8, "rest"u8);
        Frames.Write(output, FrameKind.Ping, []);
        var buffer = Segments(output.WrittenSpan.ToArray(), segment);

        Frames.TryRead(ref buffer, 100, out var first).ShouldBeTrue();
        Encoding.UTF8.GetString(first.Slice(1).ToArray()).ShouldBe("headrest");
        Frames.TryRead(ref buffer, 100, out var second).ShouldBeTrue();
        second.ToArray().ShouldBe([(byte)FrameKind.Ping]);
        buffer.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void An_unfinished_frame_waits_for_the_rest()
    {
        var output = new ArrayBufferWriter<byte>();
        Frames.Write(output, FrameKind.Message, "head"u8);
        for (var length = 0; length < output.WrittenCount; length++)
        {
            var buffer = new ReadOnlySequence<byte>(output.WrittenMemory[..length]);
            Frames.TryRead(ref buffer, 100, out _).ShouldBeFalse();
            buffer.Length.ShouldBe(length);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(101)]
    [InlineData(int.MaxValue)]
    public void A_length_out_of_range_is_refused_before_anything_is_kept(int length)
    {
        var buffer = new ReadOnlySequence<byte>(BitConverter.GetBytes(length));

        var refused = Should.Throw<InvalidDataException>(() => Frames.TryRead(ref buffer, 100, out _));
        refused.Message.ShouldBe($"A frame of {length} bytes; allowed: 1 to 100.");
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(127UL)]
    [InlineData(128UL)]
    [InlineData(ulong.MaxValue)]
    public void Numbers_take_as_few_bytes_as_they_need(ulong value)
    {
        var output = new ArrayBufferWriter<byte>();
        output.WriteVarInt(value);

        var reader = new WireReader(output.WrittenSpan);
        reader.ReadVarInt("number").ShouldBe(value);
        reader.IsAtEnd.ShouldBeTrue();
        output.WrittenCount.ShouldBe(value < 128 ? 1 : value < 16_384 ? 2 : 10);
    }

    [Fact]
    public void A_count_over_its_limit_is_named() => Should.Throw<InvalidDataException>(() =>
    {
        var output = new ArrayBufferWriter<byte>();
        output.WriteVarInt(11);
        new WireReader(output.WrittenSpan).ReadCount("roles", 10);
    }).Message.ShouldBe("roles is 11; allowed: 0 to 10.");

    [Fact]
    public void A_greeting_reads_as_it_was_written()
    {
        var hello = new Greeting.Hello(A, 7, B, 3, 2, 8, 99, 128_000);

        Read(hello, isAnswer: false).ShouldBe(hello);
        Read(hello, isAnswer: true).ShouldBe(hello);
        var refusal = new Greeting.Refusal(RefusalCode.Quarantined, "why");
        Read(refusal, isAnswer: true).ShouldBe(refusal);
    }

    [Fact]
    public void Of_another_version_or_runtime_no_more_is_read_than_that()
    {
        var other = new Greeting.Hello(A, 7, B, 3, 2, 8, 99, 128_000) { SpokenRuntime = "other", SpokenVersion = 2 };

        var read = Read(other, isAnswer: false).ShouldBeOfType<Greeting.Hello>();

        read.SpokenRuntime.ShouldBe("other");
        read.SpokenVersion.ShouldBe(2);
        Akka.Embedded.Remoting.Incompatibility.Of(read)!.ShouldContain("'other'");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP")]
    [InlineData("POST /v1/runs HTTP/1.1\r\n", "HTTP")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000", "TLS")]
    [InlineData("\u0045\u0000\u0000\u0000\u0012\u0041akka.tcp", "Akka.NET itself")]
    [InlineData("SSH-2.0-OpenSSH_9.6", "does not speak")]
    public void Who_speaks_something_else_is_told_apart(string first, string described) =>
        StrangeSpeech.Describe(Encoding.Latin1.GetBytes(first)).ShouldContain(described);

    private static Greeting Read(Greeting greeting, bool isAnswer)
    {
        var output = new ArrayBufferWriter<byte>();
        Greeting.Write(greeting, isAnswer, output);
        output.WrittenSpan[..4].SequenceEqual(Greeting.Magic).ShouldBeTrue();
        var rest = new ReadOnlySequence<byte>(output.WrittenMemory[4..]);
        Frames.TryRead(ref rest, Greeting.MaxFrameBytes, out var frame).ShouldBeTrue();
        return Greeting.Read(frame.ToArray(), isAnswer);
    }

    private static ReadOnlySequence<byte> Segments(byte[] bytes, int size)
    {
        Segment? first = null, last = null;
        for (var at = 0; at < bytes.Length; at += size)
        {
            var next = new Segment(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), at);
            last?.Link(next);
            first ??= next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long at)
        {
            Memory = memory;
            RunningIndex = at;
        }

        public void Link(Segment next) => Next = next;
    }
}
