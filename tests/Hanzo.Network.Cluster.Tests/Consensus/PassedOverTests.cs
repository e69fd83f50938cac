using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Cluster.Tests.Consensus;

/// <summary>A member that keeps nothing of the network's journal, whether or not others have one.</summary>
public sealed class PassedOverTests
{
    private const byte Kind = 2;

    private static readonly SnapshotMeta Snapshot = new(7, 1, GroupConfig.Empty, 0);

    private readonly PassedOver _journal = new(Kind);
    private readonly GroupParts _parts;

    public PassedOverTests() => _parts = new GroupParts(new KeyValuePart(), [_journal]);

    [Fact]
    public async Task What_nobody_has_used_keeps_no_other_member_from_getting_the_rest()
    {
        await _parts.OpenAsync(Snapshot, default);
        await _parts.CloseAsync();
        _journal.WasUsed.ShouldBeFalse();

        await _journal.ApplyAsync([new PartCommand(7, new byte[1])], default);

        _journal.WasUsed.ShouldBeTrue();
        await Should.ThrowAsync<ConsensusLogException>(() => _parts.OpenAsync(Snapshot, default));
    }

    [Fact]
    public async Task A_process_that_comes_back_goes_on_where_it_has_passed_over_to()
    {
        await _journal.ApplyAsync([new PartCommand(5, new byte[1])], default);
        var own = await PartSnapshots.WriteOwnAsync(_parts.Held, default);

        var again = new PassedOver(Kind);
        await PartSnapshots.RestoreAsync(
            new GroupParts(new KeyValuePart(), [again]).All, 7, own.Length,
            (offset, length, _) => Task.FromResult<ReadOnlyMemory<byte>>(own.AsMemory((int)offset, length)), default);

        (again.Applied, again.WasUsed).ShouldBe((5, true));
    }
}
