using Hanzo.Network.Simulation.Checks;

namespace Hanzo.Network.Simulation.Tests.Work;

public sealed class DataWritersTests
{
    [Fact]
    public void What_is_acknowledged_is_read_on_every_node_and_all_read_the_same()
    {
        var network = new WorkingNetwork(nodes: 3);
        network.Start();

        network.Writers.Start(network.World.Now + TimeSpan.FromMinutes(4));
        network.Run(250);
        network.Writers.Read();
        network.Run(1);

        var written = network.All<DataWritten>().ToList();
        written.Select(w => w.Level).Distinct().Order().ShouldBe(["all", "local", "majority"]);
        written.ShouldAllBe(w => w.Acknowledged);
        var reads = network.All<DataRead>().ToLookup(r => r.Key);
        reads.Select(key => key.Key[..5]).Distinct().Order().ShouldBe(["count", "guest", "names", "setti"]);
        foreach (var key in reads)
        {
            key.Select(r => r.Node).Order().ShouldBe([0, 1, 2]);
            key.Select(r => string.Join(' ', r.Elements)).Distinct().Count().ShouldBe(1, key.Key);
        }

        written.ShouldAllBe(w => reads[w.Key].All(r => r.Elements.Contains(w.Element)));
        var begun = network.All<DataWriteBegun>().Select(b => (b.Key, b.Element)).ToHashSet();
        reads.SelectMany(key => key).SelectMany(r => r.Elements.Select(element => (r.Key, element))).ShouldAllBe(e => begun.Contains(e));
    }
}
