using System.Text;
using Hanzo.Network.Checkpoints;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;

namespace Hanzo.Network.Tests.Checkpoints;

public sealed class CheckpointTakerTests
{
    private const string Id = "01J9Z00000000000000000000A";
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly Writers.Node _node = new Writers(1)[0];

    [Fact]
    public void A_checkpoint_holds_everything_that_was_known()
    {
        _node.Set("plan", "go");
        _node.Append("log", "x");
        _node.Increment("count", 3);
        _node.Remove("log");

        var (checkpoint, chunks) = Taker().Take(Id, At, CheckpointReason.Asked);
        var read = new StateBoard();
        foreach (var chunk in checkpoint.Chunks)
            foreach (var (key, writer, cell) in CheckpointCodec.ReadChunk(Id, chunk, chunks[chunk.Hash])) read.Merge(key, writer, cell);

        read.All().Select(pair => pair.Value.Dump()).ShouldBe(_node.Board.All().Select(pair => pair.Value.Dump()));
        (checkpoint.Keys, checkpoint.Bytes).ShouldBe((3, chunks.Values.Sum(bytes => bytes.Length)));
    }

    [Fact]
    public void Only_what_changed_has_new_chunks()
    {
        for (var i = 0; i < 50; i++) _node.Set($"k{i}", "x");
        var taker = Taker();
        var (first, _) = taker.Take(Id, At, CheckpointReason.Asked);
        _node.Set("k7", "y");

        var (second, _) = taker.Take(Id, At, CheckpointReason.Asked);

        second.Chunks.Except(first.Chunks).ShouldHaveSingleItem().Bucket.ShouldBe(StateBuckets.Of(StateKey.Parse("k7")));
        Taker().Take(Id, At, CheckpointReason.Asked).Checkpoint.Chunks.ShouldBe(second.Chunks);
    }

    [Fact]
    public void A_description_is_written_as_ever_and_reads_back()
    {
        var checkpoint = new Checkpoint(Id, At, "home", "one", CheckpointReason.Automatic, [new CheckpointChunk(7, "ab", 120, 2)]);

        var bytes = CheckpointCodec.Write(checkpoint);

        Encoding.UTF8.GetString(bytes).ShouldMatch(
            """^{"format":"checkpoint.1","checksum":"[0-9a-f]{64}","checkpoint":{"id":"01J9Z00000000000000000000A","""
            + "\"at\":\"2026-01-02T03:04:05\\+00:00\",\"network\":\"home\",\"node\":\"one\",\"reason\":\"Automatic\","
            + "\"chunks\":\\[{\"bucket\":7,\"hash\":\"ab\",\"bytes\":120,\"keys\":2}\\]}}$");
        CheckpointCodec.Read(Id, bytes).Chunks.ShouldBe(checkpoint.Chunks);
    }

    [Fact]
    public void A_checkpoint_says_how_much_of_the_journal_is_in_it()
    {
        _node.Set("plan", "go");
        _node.Board.Mark = _node.Writer.Mark;

        var (checkpoint, _) = Taker().Take(Id, At, CheckpointReason.Automatic);
        var read = CheckpointCodec.Read(Id, CheckpointCodec.Write(checkpoint)).Journal!;

        (read.Writer, read.Events, read.Sequence, read.Last, read.Met.Length).ShouldBe(
            ("n0~00000000", 2L, 1L, _node.Writer.Mark!.Last, 0));
    }

    [Theory]
    [InlineData("home", "hone", "checksum")]
    [InlineData("checkpoint.1", "checkpoint.2", "its format is 'checkpoint.2'")]
    [InlineData("}}", "", "cannot be read")]
    public void A_description_that_is_not_what_was_written_is_damaged(string text, string changed, string why)
    {
        var bytes = CheckpointCodec.Write(new Checkpoint(Id, At, "home", "one", CheckpointReason.Asked, []));
        var wrong = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace(text, changed, StringComparison.Ordinal));

        Should.Throw<DamagedCheckpointException>(() => CheckpointCodec.Read(Id, wrong)).Message.ShouldContain(why);
    }

    [Fact]
    public void A_chunk_that_is_not_what_was_written_is_damaged()
    {
        _node.Set("plan", "go");
        var (checkpoint, chunks) = Taker().Take(Id, At, CheckpointReason.Asked);
        var chunk = checkpoint.Chunks.Single();
        var wrong = chunks[chunk.Hash].ToArray();
        wrong[^5] ^= 1;

        Should.Throw<DamagedCheckpointException>(() => CheckpointCodec.ReadChunk(Id, chunk, wrong)).Message
            .ShouldBe($"checkpoint {Id} is damaged: chunk {chunk.Hash} does not have the content that it is named by.");
    }

    private CheckpointTaker Taker() => new(_node.Board, "home", "one");
}
