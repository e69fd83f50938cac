using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions.Slots;

namespace Hanzo.Network.Cluster.Tests.Persistence;

public sealed class SnapshotFormatsTests
{
    [Theory]
    [InlineData(SlotSnapshot.Manifest)]
    [InlineData(HolderSnapshot.Manifest)]
    public void A_snapshot_that_lacks_its_content_is_damaged_and_not_empty(string manifest) =>
        Should.Throw<FormatException>(() => SnapshotFormats.Decode(manifest, "{}"u8)).Message.ShouldContain($"'{manifest}'");

    [Fact]
    public void An_index_without_open_sessions_is_read_as_it_was_written() =>
        ((SlotSnapshot)SnapshotFormats.Decode(SlotSnapshot.Manifest, SnapshotFormats.Encode(new SlotSnapshot([])))).Open.ShouldBeEmpty();
}
