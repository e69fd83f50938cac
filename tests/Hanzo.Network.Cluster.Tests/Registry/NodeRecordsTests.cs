using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Registry;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Registry;

public sealed class NodeRecordsTests
{
    private static readonly LoadReport Idle = new(new NodeLoad(0.1, 0.1, 0, 0));
    private static readonly NodeRecords Empty = new("one");

    [Fact]
    public void A_load_is_written_first_and_then_only_when_it_differs_noticeably()
    {
        var (records, first) = Empty.Loaded(Idle);
        first.ShouldBe(new RecordWrite("load/one", RegistryCodec.Write(Idle), Everywhere: false));

        (records, var noise) = records.Loaded(new LoadReport(Idle.Load with { Cpu = 0.12 }));
        noise.ShouldBeNull();

        (records, var active) = records.Loaded(new LoadReport(Idle.Load with { ActiveRuns = 1 }));
        active.ShouldNotBeNull();
        records.Loaded(new LoadReport(Idle.Load with { ActiveRuns = 1 })).Write.ShouldBeNull();
    }

    [Fact]
    public void Small_steps_in_a_row_are_told_when_they_add_up()
    {
        var records = Empty.Loaded(Idle).Next;
        var writes = 0;
        for (var step = 1; step <= 10; step++)
        {
            (records, var write) = records.Loaded(new LoadReport(Idle.Load with { Cpu = 0.1 + (step * 0.02) }));
            if (write is not null) writes++;
        }

        writes.ShouldBe(3);
    }

    [Fact]
    public void What_an_earlier_life_of_the_node_wrote_is_written_over()
    {
        var description = Node("one", MathAgent);
        var (records, write) = Empty.Described(description, everywhere: true);

        records.IsOwn(write!.Key).ShouldBeTrue();
        records.Written("node/one").ShouldBe(write with { Everywhere = false });
        records.Written("load/one").ShouldBeNull();
        records.IsOwn("node/two").ShouldBeFalse();
    }

    [Fact]
    public void A_description_that_is_too_large_is_told_without_agents_and_else_not_said_to_be_told()
    {
        var wordy = MathAgent with { Instructions = new string('x', RegistryKeys.MaxValueBytes) };
        var (records, write) = Empty.Described(Node("one", wordy) with { Draining = true }, everywhere: true);

        var told = RegistryCodec.ReadDescription(write!.Text);
        (told.Draining, told.Agents.Length, records.IsTold).ShouldBe((true, 0, true));
        records.TooLarge.ShouldNotBeNull().ShouldBeGreaterThan(RegistryKeys.MaxValueBytes);

        (records, write) = records.Described(Node("one") with { Version = new string('x', RegistryKeys.MaxValueBytes) }, everywhere: true);
        (write, records.IsTold).ShouldBe((null, false));
        records.Described(Node("one"), everywhere: true).Next.ShouldSatisfyAllConditions(
            next => next.IsTold.ShouldBeTrue(), next => next.TooLarge.ShouldBeNull());
    }

    [Fact]
    public void Everything_is_written_again_for_a_replicator_that_forgot()
    {
        var records = Empty.Described(Node("one"), everywhere: true).Next.Loaded(Idle).Next;

        records.Again().Select(write => (write.Key, write.Everywhere)).ShouldBe([("load/one", false), ("node/one", false)]);
    }
}
