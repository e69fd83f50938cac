using System.Text;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Tests.Consensus.Groups;

public sealed class ClosingPartTests
{
    [Fact]
    public async Task The_first_command_closes_and_later_ones_change_nothing_also_after_a_snapshot()
    {
        var part = new ClosingPart();
        part.Closing.ShouldBeNull();
        ClosingPart.Close("A")[0].ShouldBe(part.Kind);
        await part.ApplyAsync([Command(7, "A"), Command(8, "B")], default);
        await part.ApplyAsync([Command(9, "C")], default);
        part.Closing.ShouldBe(new GroupClosing("A", 7));

        var other = new ClosingPart();
        await using var snapshot = await GroupSnapshot.OpenAsync([part], default);
        var content = await snapshot.ReadAsync(0, (int)snapshot.Bytes, default);
        await PartSnapshots.RestoreAsync(
            [other], 9, content.Length,
            (offset, length, _) => Task.FromResult<ReadOnlyMemory<byte>>(content.AsMemory((int)offset, length)), default);
        other.Closing.ShouldBe(part.Closing);

        await other.SetAsideAsync("G", null, default);
        other.Closing.ShouldBeNull();
    }

    [Fact]
    public async Task A_snapshot_that_this_version_does_not_know_is_told()
    {
        using var content = new MemoryStream("2 x"u8.ToArray());
        await Should.ThrowAsync<FormatException>(() => new ClosingPart().RestoreAsync(3, content, default).AsTask());
    }

    private static PartCommand Command(long index, string into) => new(index, Encoding.UTF8.GetBytes(into));
}
