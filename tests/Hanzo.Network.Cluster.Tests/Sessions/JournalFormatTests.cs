using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Cluster.Sessions.Slots;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>What older versions have written: a change here breaks them and needs a new manifest.</summary>
public sealed class JournalFormatTests
{
    private const string Changed = """{"opened":["01J9Z00000000000000000000A"],"closed":["01J9Z00000000000000000000B"]}""";

    private const string Bound =
        """{"id":"order-7","fingerprint":"1:ab","session":"math.3.01J9Z00000000000000000000A","journal":"j1","why":"it fits"}""";

    [Fact]
    public void Changes_of_an_index_are_written_and_read_as_ever()
    {
        SlotChangedCodec.Manifest.ShouldBe("slot.changed.1");
        var change = new SlotChanged(["01J9Z00000000000000000000A"], ["01J9Z00000000000000000000B"]);

        Encoding.UTF8.GetString(SlotChangedCodec.Encode(change)).ShouldBe(Changed);
        SlotChangedCodec.Encode(SlotChangedCodec.Decode("slot.changed.1", Encoding.UTF8.GetBytes(Changed)))
            .ShouldBe(SlotChangedCodec.Encode(change));
        SlotChangedCodec.Decode("slot.changed.1", """{"opened":["x"],"new":1}"""u8).Closed.ShouldBeEmpty();
        Should.Throw<FormatException>(() => SlotChangedCodec.Decode("slot.changed.2", "{}"u8)).Message.ShouldContain("slot.changed.2");
        Should.Throw<FormatException>(() => SlotChangedCodec.Decode("slot.changed.1", "["u8));
    }

    [Fact]
    public void Bindings_of_run_ids_are_written_and_read_as_ever()
    {
        RunBinding.Manifest.ShouldBe("run.bound.1");
        var binding = new RunBinding("order-7", "1:ab", SessionId.Parse("math.3.01J9Z00000000000000000000A"), "j1", "it fits");

        Encoding.UTF8.GetString(binding.Encode()).ShouldBe(Bound);
        RunBinding.Decode("run.bound.1", Encoding.UTF8.GetBytes(Bound)).ShouldBe(binding);
        Should.Throw<FormatException>(() => RunBinding.Decode("run.bound.9", "{}"u8));
    }

    [Fact]
    public void Names_in_the_journal_are_as_ever()
    {
        SlotId.TryParse("math.3", out var slot).ShouldBeTrue();
        SlotIndexName.PersistenceIdOf(slot).ShouldBe("0index.math.3");
        SlotIndexName.TryParsePersistenceId("0index.math.3", out var parsed).ShouldBeTrue();
        parsed.ShouldBe(slot);
        SlotIndexName.TryParsePersistenceId("math.3.01J9Z00000000000000000000A", out _).ShouldBeFalse();
        RunDirectoryRegion.PersistenceIdOf("order-7").ShouldBe("1run.order-7");
        RunDirectoryRegion.SlotOf("order-7").ToString().ShouldBe("run-directory.27");
    }
}
