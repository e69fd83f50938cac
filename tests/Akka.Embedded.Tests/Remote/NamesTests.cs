using Akka.Embedded.Tests.Support;
using System.Buffers;
using Akka.Embedded.Remoting;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Tests.Remote;

public class NamesTests
{
    [Fact]
    public void A_name_is_written_once_and_then_by_number()
    {
        var names = new OutboundNames();
        var output = new ArrayBufferWriter<byte>();

        names.WriteManifest(5, "letter.1", output).ShouldBe(NameForm.Define);
        names.WriteManifest(5, "letter.1", output).ShouldBe(NameForm.Number);
        names.WriteManifest(6, "letter.1", output).ShouldBe(NameForm.Define);

        var inbound = new InboundNames();
        var reader = new WireReader(output.WrittenSpan);
        inbound.ReadManifest(ref reader, NameForm.Define).ShouldBe((5, "letter.1"));
        inbound.ReadManifest(ref reader, NameForm.Number).ShouldBe((5, "letter.1"));
        inbound.ReadManifest(ref reader, NameForm.Define).ShouldBe((6, "letter.1"));
    }

    [Fact]
    public void A_number_that_was_never_given_is_refused()
    {
        var inbound = new InboundNames();

        Should.Throw<InvalidDataException>(() =>
        {
            var reader = new WireReader([3]);
            inbound.ReadPath(ref reader, NameForm.Number, "sender");
        }).Message.ShouldBe("sender: number 3 is not defined.");
    }

    [Fact]
    public void The_table_is_bounded_on_both_sides()
    {
        var names = new OutboundNames();
        var inbound = new InboundNames();
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; !names.IsFull; i++)
        {
            output.ResetWrittenCount();
            var form = names.WriteManifest(1, $"m{i}", output);
            var reader = new WireReader(output.WrittenSpan);
            inbound.ReadManifest(ref reader, form);
        }

        var generation = names.Generation;
        names.Reset();
        names.IsFull.ShouldBeFalse();
        names.Generation.ShouldNotBeSameAs(generation);
        output.ResetWrittenCount();
        names.WriteManifest(1, "another", output);
        Should.Throw<InvalidDataException>(() =>
        {
            var reader = new WireReader(output.WrittenSpan);
            inbound.ReadManifest(ref reader, NameForm.Define);
        });
    }

    [Fact]
    public void Long_names_fill_the_table_before_their_number_does()
    {
        var names = new OutboundNames();
        var inbound = new InboundNames();
        var output = new ArrayBufferWriter<byte>();
        var count = 0;
        for (; !names.IsFull; count++)
        {
            output.ResetWrittenCount();
            var form = names.WriteManifest(count, new string('m', PathTexts.MaxBytes), output);
            var reader = new WireReader(output.WrittenSpan);
            inbound.ReadManifest(ref reader, form);
        }

        count.ShouldBeLessThan(OutboundNames.MaxTextBytes / PathTexts.MaxBytes);
    }

    [Fact]
    public void A_peer_that_defines_more_text_than_allowed_breaks_the_protocol()
    {
        var inbound = new InboundNames();
        var output = new ArrayBufferWriter<byte>();
        output.WriteInt32(1);
        output.WriteString(new string('m', PathTexts.MaxBytes));

        Should.Throw<InvalidDataException>(() =>
        {
            for (var i = 0; i < OutboundNames.Max; i++)
            {
                var reader = new WireReader(output.WrittenSpan);
                inbound.ReadManifest(ref reader, NameForm.Define);
            }
        }).Message.ShouldContain("1048576 bytes in all");
    }

    [Fact]
    public void A_reason_is_logged_once_a_minute_and_the_rest_is_counted()
    {
        var time = new VirtualTime();
        var throttle = new LogThrottle(time);

        throttle.Allows("a", out _).ShouldBeTrue();
        throttle.Allows("a", out _).ShouldBeFalse();
        throttle.Allows("a", out _).ShouldBeFalse();
        throttle.Allows("b", out _).ShouldBeTrue();
        time.Advance(60_000);
        throttle.Allows("a", out var held).ShouldBeTrue();
        held.ShouldBe(2);
    }
}
