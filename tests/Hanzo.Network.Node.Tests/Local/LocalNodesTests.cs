using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Local;

namespace Hanzo.Network.Node.Tests.Local;

public sealed class LocalNodesTests : IDisposable
{
    private const int NoProcess = int.MaxValue;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-nodes-");
    private DataRoot Root => DataRoot.Of(_folder.FullName);
    private LocalNodes Nodes => new(Root);

    [Fact]
    public void Living_nodes_are_found_the_oldest_first()
    {
        Write("home", "young", Environment.ProcessId, started: 2);
        Write("home", "old", Environment.ProcessId, started: 1);
        Write("work", "other", Environment.ProcessId, started: 0);

        Nodes.Find("home").Select(node => node.NodeId).ShouldBe(["old", "young"]);
        Nodes.Find(null).Length.ShouldBe(3);
    }

    [Fact]
    public void The_record_of_a_dead_process_is_removed()
    {
        var folder = Write("home", "dead", NoProcess);

        Nodes.Find("home").ShouldBeEmpty();
        File.Exists(Path.Combine(folder, NodeRecord.FileName)).ShouldBeFalse();
    }

    [Fact]
    public void A_process_of_another_machine_that_shares_the_folder_cannot_be_judged()
    {
        Write("home", "far", NoProcess, host: "elsewhere");

        Nodes.Find("home").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"network\":")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void A_broken_record_is_no_node(string text)
    {
        var folder = Root.NodeFolder("home", "one");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, NodeRecord.FileName), text);

        Nodes.Find("home").ShouldBeEmpty();
    }

    [Fact]
    public void A_removed_record_is_gone()
    {
        var folder = Write("home", "one", Environment.ProcessId);
        LocalNodes.Remove(folder);

        Nodes.Find("home").ShouldBeEmpty();
    }

    [Fact]
    public void A_command_takes_the_only_network_there_is()
    {
        Write("work", "one", Environment.ProcessId);

        new NodeChoice(null, null, Root).Find().ShouldBe(new Uri("http://127.0.0.1:1/"));
    }

    [Fact]
    public void Of_several_networks_it_takes_the_default_one()
    {
        Write("work", "one", Environment.ProcessId);
        Write("default", "two", Environment.ProcessId, port: 2);

        new NodeChoice(null, null, Root).Find().Port.ShouldBe(2);
    }

    [Fact]
    public void Of_several_others_it_asks_which()
    {
        Write("work", "one", Environment.ProcessId);
        Write("home", "two", Environment.ProcessId);

        Should.Throw<NodeClientException>(() => new NodeChoice(null, null, Root).Find()).Message.ShouldContain("(home, work)");
    }

    [Fact]
    public void A_node_may_be_named_by_id_or_URL()
    {
        Write("home", "one", Environment.ProcessId);
        Write("home", "two", Environment.ProcessId, port: 2);

        new NodeChoice("two", null, Root).Find().Port.ShouldBe(2);
        new NodeChoice("http://pi.local:9", null, Root).Find().ShouldBe(new Uri("http://pi.local:9"));
        Should.Throw<NodeClientException>(() => new NodeChoice("three", "home", Root).Find())
            .Message.ShouldBe("no node 'three' of network 'home' runs on this machine; "
                + "start one with 'hanzo up', or name another with --node http://HOST:PORT.");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string network, string id, int pid, int started = 0, string? host = null, int port = 1)
    {
        var folder = Root.NodeFolder(network, id);
        Directory.CreateDirectory(folder);
        LocalNodes.Write(folder, new NodeRecord
        {
            Network = network,
            NodeId = id,
            Pid = pid,
            Host = host ?? Environment.MachineName,
            HttpUrl = $"http://127.0.0.1:{port}",
            Address = "127.0.0.1:5681",
            StartedAt = DateTimeOffset.UnixEpoch.AddSeconds(started),
        });
        return folder;
    }
}
