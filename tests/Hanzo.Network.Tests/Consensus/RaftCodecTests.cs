using System.Collections.Immutable;
using Hanzo.Network.Consensus;

namespace Hanzo.Network.Tests.Consensus;

public sealed class RaftCodecTests
{
    private static readonly GroupConfig Joint =
        GroupConfig.Of(new MemberId("a@1"), new MemberId("é")).Enter([new MemberId("b")], [new MemberId("a@1")]);

    private static readonly SnapshotMeta Snapshot = new(9, 3, Joint, 1234);

    private static readonly RaftMessage[] Messages =
    [
        new RaftMessage.VoteRequest(1, new LogPosition(2, 3), Advance: true, Forced: false),
        new RaftMessage.VoteResponse(1, Advance: false, Granted: true),
        new RaftMessage.AppendRequest(5, new LogPosition(6, 5), 4,
            [new LogEntry(7, 5, EntryKind.Opening, default), new LogEntry(8, 5, EntryKind.Command, new byte[] { 1, 2 }),
                new LogEntry(9, 5, EntryKind.Config, default, Joint)]),
        new RaftMessage.Appended(5, 9),
        new RaftMessage.AppendRejected(5, 8, new LogPosition(3, 2)),
        new RaftMessage.Heartbeat(5, 7, 99),
        new RaftMessage.HeartbeatResponse(5, 99),
        new RaftMessage.SnapshotChunk(5, Snapshot, 2, 64, new byte[] { 7, 8, 9 }),
        new RaftMessage.SnapshotCredit(5, 2, 67),
        new RaftMessage.TimeoutNow(5),
        new RaftMessage.ReadRequest(5, -3, 17),
        new RaftMessage.ReadResponse(5, -3, 17, 9),
        new RaftMessage.TermPassed(6),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Messages.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Messages_come_back_as_they_were_written(int number)
    {
        var bytes = RaftCodec.Write(Messages[number]);
        var read = RaftCodec.ReadMessage(bytes);

        read.ShouldBeOfType(Messages[number].GetType());
        RaftCodec.Write(read).ShouldBe(bytes);
        read.Term.ShouldBe(Messages[number].Term);
    }

    [Fact]
    public void There_is_one_of_each_kind_here() => Messages.Select(message => message.GetType()).Distinct().Count()
        .ShouldBe(typeof(RaftMessage).GetNestedTypes().Length);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void What_is_cut_off_or_too_long_is_refused(int number)
    {
        var bytes = RaftCodec.Write(Messages[number]);
        for (var length = 0; length < bytes.Length; length++)
        {
            var begun = bytes.AsMemory(0, length);
            Should.Throw<FormatException>(() => RaftCodec.ReadMessage(begun));
        }
        Should.Throw<FormatException>(() => RaftCodec.ReadMessage((byte[])[.. bytes, 0])).Message.ShouldContain("1 bytes too many");
    }

    [Fact]
    public void What_is_garbled_is_another_message_or_refused()
    {
        var random = new Random(1);
        foreach (var message in Messages)
        {
            for (var i = 0; i < 500; i++)
            {
                var bytes = RaftCodec.Write(message);
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                try
                {
                    RaftCodec.ReadMessage(bytes);
                }
                catch (FormatException refused)
                {
                    refused.Message.ShouldNotBeEmpty();
                }
            }
        }
    }

    [Theory]
    [InlineData(6, 7)]
    [InlineData(4, 5)]
    [InlineData(5, 7)]
    public void Entries_that_do_not_follow_what_is_before_them_are_refused(long first, long second)
    {
        var append = new RaftMessage.AppendRequest(
            1, new LogPosition(4, 1), 0,
            [new LogEntry(first, 1, EntryKind.Command, default), new LogEntry(second, 1, EntryKind.Command, default)]);
        Should.Throw<FormatException>(() => RaftCodec.ReadMessage(RaftCodec.Write(append))).Message.ShouldContain("leave a gap");
    }

    [Fact]
    public void The_largest_command_fits_a_message()
    {
        var entry = new LogEntry(1, 1, EntryKind.Command, new byte[RaftSettings.MaxPayloadBytes]);
        var message = RaftCodec.Write(new RaftMessage.AppendRequest(1, default, 0, [entry]));
        message.Length.ShouldBeLessThanOrEqualTo(RaftSettings.MaxMessageBytes);
        RaftCodec.Write(new LogEntry(1, 1, EntryKind.Config, default, Joint)).Length
            .ShouldBeLessThanOrEqualTo(new LogEntry(1, 1, EntryKind.Config, default, Joint).Bytes);
    }

    [Fact]
    public void What_is_stored_is_read_as_it_was()
    {
        RaftCodec.ReadEntry(Convert.FromHexString("01" + "0900000000000000" + "0500000000000000" + "00" + "02000000" + "0102"))
            .Payload.ToArray().ShouldBe([1, 2]);
        RaftCodec.ReadSnapshot(RaftCodec.Write(Snapshot)).ShouldBe(Snapshot);
        Should.Throw<FormatException>(() => RaftCodec.ReadEntry(new byte[] { 2 }))
            .Message.ShouldBe("a consensus entry has version 2; this one reads 1.");
    }
}
