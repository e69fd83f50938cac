using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Consensus;

namespace Hanzo.Network.Cluster.Tests.Consensus;

public sealed class SnapshotIntakeTests
{
    private static readonly MemberId Leader = new("n/1");
    private static readonly SnapshotMeta Snapshot = new(9, 1, GroupConfig.Of(Leader), 1000);

    [Fact]
    public void Pieces_wait_in_order_while_the_disk_is_behind_and_nothing_else_does()
    {
        var intake = new SnapshotIntake();
        var admitted = 0;
        while (intake.Admit(Leader, Piece(admitted)))
        {
            intake.Writing(new ReceivedChunk(Snapshot, admitted, new byte[1]));
            admitted++;
        }

        admitted.ShouldBe(16);
        intake.Progress.ShouldBe((16, 1000));
        intake.Admit(Leader, Piece(admitted + 1)).ShouldBeFalse();
        intake.Admit(Leader, new RaftMessage.Heartbeat(1, 0, 1)).ShouldBeTrue();
        for (var offset = admitted; offset < admitted + 2; offset++)
        {
            var (from, piece) = intake.Written()!.Value;
            (from, ((RaftMessage.SnapshotChunk)piece).Offset).ShouldBe((Leader, offset));
            intake.Writing(new ReceivedChunk(Snapshot, offset, new byte[1]));
        }

        intake.Written().ShouldBeNull();
        intake.Admit(Leader, Piece(50)).ShouldBeTrue();
        intake.Ended();
        intake.Progress.ShouldBeNull();
    }

    [Fact]
    public void What_waits_is_bounded()
    {
        var intake = new SnapshotIntake();
        for (var i = 0; i < 16; i++) intake.Writing(new ReceivedChunk(Snapshot, i, new byte[1]));
        for (var i = 0; i < 1_000; i++) intake.Admit(Leader, Piece(i)).ShouldBeFalse();
        var waited = 0;
        for (var i = 0; i < 1_000; i++)
            if (intake.Written() is not null) waited++;
        waited.ShouldBe(64);
    }

    private static RaftMessage.SnapshotChunk Piece(long offset) => new(1, Snapshot, 1, offset, new byte[1]);
}
