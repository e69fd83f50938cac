using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Tests.Consensus;

public sealed class JournalCodecTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public static TheoryData<JournalCommand> Commands =>
    [
        new JournalCommand.Append("a", 7, "w", At, [new NewEvent("m.1", new byte[] { 1, 2 }), new NewEvent("", default)], true),
        new JournalCommand.Append("雪", 0, "", At, [], false),
        new JournalCommand.Delete("a", long.MaxValue),
        new JournalCommand.Forget("a", 7),
        new JournalCommand.SaveSnapshot("a", new StoredSnapshot(3, "s.1", new byte[] { 4 }, At)),
        new JournalCommand.DeleteSnapshots("a", SnapshotRange.All),
        Stage,
        new JournalCommand.Stage("雪", "", [], []),
        Import,
    ];

    private static JournalCommand Stage => new JournalCommand.Stage(
        "a", "s", [new StoredEvent(5, "m.1", new byte[] { 1, 2 }, "w", At), new StoredEvent(6, "", default, "", At)],
        [new StoredSnapshot(3, "s.1", new byte[] { 4 }, At)]);

    private static JournalCommand Import
    {
        get
        {
            using var digest = new HistoryDigest();
            digest.Add(new StoredEvent(5, "m.1", new byte[] { 1, 2 }, "w", At));
            digest.Add(new StoredSnapshot(3, "s.1", new byte[] { 4 }, At));
            return new JournalCommand.Import("a", "s", digest.End(6));
        }
    }

    [Fact]
    public void Histories_that_are_taken_over_have_one_form()
    {
        Convert.ToHexStringLower(JournalCodec.Write(Stage)).ShouldBe(
            "010501610173020000000500000000000000036d2e31017780492abeab79de08020000000102060000000000000000008049"
                + "2abeab79de080000000001000000030000000000000003732e3180492abeab79de080100000004");
        Convert.ToHexStringLower(JournalCodec.Write(Import)).ShouldBe(
            "010601610173060000000000000001000000000000000100000020000000b4e1c121c143aec8ec6632ccbd8f192bf2c6a790"
                + "64137e41513811598c2204e6");
    }

    [Fact]
    public void Two_histories_are_the_same_when_all_of_them_is()
    {
        using var digest = new HistoryDigest();
        var stored = new StoredEvent(5, "m.1", new byte[] { 1, 2 }, "w", At);
        HistorySummary Of(StoredEvent one, long highest)
        {
            digest.Add(one);
            return digest.End(highest);
        }

        var same = Of(stored, 5);
        same.IsSame(Of(stored, 5)).ShouldBeTrue();
        same.IsSame(Of(stored, 6)).ShouldBeFalse();
        same.IsSame(Of(stored with { Sequence = 4 }, 5)).ShouldBeFalse();
        same.IsSame(Of(stored with { Writer = "W" }, 5)).ShouldBeFalse();
        same.IsSame(Of(stored with { Manifest = "m.1w", Writer = "" }, 5)).ShouldBeFalse();
        same.IsSame(Of(stored with { Payload = new byte[] { 1 } }, 5)).ShouldBeFalse();
        same.IsSame(Of(stored with { At = At.AddTicks(1) }, 5)).ShouldBeFalse();
        same.IsSame(digest.End(5)).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Commands_come_back_as_they_were(JournalCommand command)
    {
        var bytes = JournalCodec.Write(command);

        JournalCodec.Write(JournalCodec.ReadCommand(bytes)).ShouldBe(bytes);
        JournalCodec.ReadCommand(bytes).GetType().ShouldBe(command.GetType());
        for (var length = 0; length < bytes.Length; length++)
            Should.Throw<FormatException>(() => JournalCodec.ReadCommand(bytes.AsMemory(0, length)));
        Should.Throw<FormatException>(() => JournalCodec.ReadCommand((byte[])[.. bytes, 0]));
        Should.Throw<FormatException>(() => JournalCodec.ReadCommand((byte[])[2, .. bytes[1..]])).Message.ShouldContain("version 2");
    }

    [Fact]
    public void Results_come_back_and_nothing_else_is_one()
    {
        foreach (var verdict in Enum.GetValues<JournalVerdict>())
            JournalCodec.ReadResult(JournalCodec.Write(new JournalResult(verdict, 42))).ShouldBe(new JournalResult(verdict, 42));
        Should.Throw<FormatException>(() => JournalCodec.ReadResult([]));
        Should.Throw<FormatException>(() => JournalCodec.ReadResult([1, 99, 0, 0, 0, 0, 0, 0, 0, 0]));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(JournalFrame.MaxDataBytes, 1)]
    [InlineData(JournalFrame.MaxDataBytes + 1, 2)]
    [InlineData(JournalFrame.MaxCommandBytes, JournalFrame.MaxCount)]
    public void A_command_of_any_size_fits_entries(int length, int count)
    {
        var command = new byte[length];
        new Random(length).NextBytes(command);
        var frames = JournalFrame.Split(command, new string('U', JournalFrame.MaxUploadChars)).Select(frame => frame.Write()).ToArray();

        frames.Length.ShouldBe(count);
        frames.ShouldAllBe(frame => frame.Length + 1 <= RaftSettings.MaxPayloadBytes);
        var read = frames.Select(frame => JournalFrame.Read(frame)).ToArray();
        read.Select(frame => frame.Number).ShouldBe(Enumerable.Range(0, count));
        read.SelectMany(frame => frame.Data.ToArray()).SequenceEqual(command).ShouldBeTrue();
    }

    [Fact]
    public void Bytes_that_are_no_frame_are_refused()
    {
        var frame = new JournalFrame("U", 1, 2, new byte[3]).Write();

        for (var length = 0; length < 11; length++) Should.Throw<FormatException>(() => JournalFrame.Read(frame.AsMemory(0, length)));
        Should.Throw<FormatException>(() => JournalFrame.Read(new JournalFrame("U", 2, 2, default).Write()));
        Should.Throw<FormatException>(() => JournalFrame.Read(new JournalFrame("U", 0, JournalFrame.MaxCount + 1, default).Write()));
        Should.Throw<ArgumentOutOfRangeException>(() => JournalFrame.Split(new byte[JournalFrame.MaxCommandBytes + 1], "U"));
    }
}
