using System.Text;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Consensus;
using static Hanzo.Network.Cluster.Consensus.ConsensusProtocol;

namespace Hanzo.Network.Cluster.Tests.Consensus;

public sealed class ConsensusWireTests
{
    /// <summary>What older nodes send and understand: a change here breaks them and needs a new manifest.</summary>
    public static TheoryData<string, object, string> Told => new()
    {
        {
            "consensus.hello.1", new Hello("one", "G", false, "one/L", "two/L", 7, false, true),
            """{"node":"one","group":"G","is_blank":false,"member":"one/L","leader":"two/L","applied":7,"leaves":false,"is_answer":true}"""
        },
        {
            "consensus.hello.1", new Hello("one", "G", false, "one/L", null, 7, false, true, "A B", null, TakenOut: true),
            """{"node":"one","group":"G","is_blank":false,"member":"one/L","applied":7,"leaves":false,"is_answer":true,"""
                + "\"closed\":\"A B\",\"taken_out\":true}"
        },
        {
            "consensus.outcome.1", new ForwardOutcome("G", 3, Refusal.Busy, 0, 0),
            """{"group":"G","id":3,"refusal":"Busy","index":0,"term":0}"""
        },
        { "consensus.remove.1", new RemoveNode("one", true), """{"node":"one","is_forwarded":true}""" },
        { "consensus.removed.1", new RemoveAnswer("no"), """{"problem":"no"}""" },
    };

    [Theory]
    [MemberData(nameof(Told))]
    public void Messages_are_written_and_read_as_ever(string manifest, object message, string json)
    {
        var format = WireFormats.All.Of(message);
        format.Manifest.ShouldBe(manifest);
        Encoding.UTF8.GetString(format.Write(message)).ShouldBe(json);
        WireFormats.All.Of(manifest).Read(Encoding.UTF8.GetBytes(json)).ShouldBe(message);
    }

    [Fact]
    public void Messages_of_the_algorithm_are_bytes_with_their_addresses_before_them()
    {
        var traffic = new Traffic("G", "one/L", "two/L", RaftCodec.Write(new RaftMessage.TimeoutNow(4)));
        var bytes = WireFormats.All.Of(traffic).Write(traffic);
        Convert.ToHexString(bytes).ShouldStartWith("0147" + "056F6E652F4C" + "0574776F2F4C");
        var read = (Traffic)WireFormats.All.Of("consensus.traffic.1").Read(bytes);
        (read.Group, read.From, read.To).ShouldBe(("G", "one/L", "two/L"));
        RaftCodec.ReadMessage(read.Message).ShouldBe(new RaftMessage.TimeoutNow(4));

        var forward = new Forward("G", 9, new byte[] { 1, 2 });
        var back = (Forward)WireFormats.All.Of("consensus.forward.1").Read(WireFormats.All.Of(forward).Write(forward));
        (back.Group, back.Id, Convert.ToHexString(back.Command.Span)).ShouldBe(("G", 9, "0102"));
    }
}
