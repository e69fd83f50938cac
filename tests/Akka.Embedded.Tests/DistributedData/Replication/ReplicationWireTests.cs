using System.Buffers;
using Akka.DistributedData;
using Akka.Embedded.Replication;
using Akka.Embedded.Runtime;
using Akka.Embedded.Tests.Cluster;

namespace Akka.Embedded.Tests.DistributedData.Replication;

public sealed class ReplicationWireTests
{
    private static readonly StateItem State =
        new("key", [1, 2, 3], ReplicaVersions.Empty.With(Nodes.Node(1), 7).With(Nodes.Node(2), long.MaxValue));

    public static TheoryData<string> Messages => [.. All().Select(ReplicationWire.ManifestOf).Distinct()];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Messages_come_out_as_they_went_in(string manifest)
    {
        foreach (var message in All().Where(m => ReplicationWire.ManifestOf(m) == manifest))
        {
            var bytes = BytesOf(message);
            var read = ReplicationWire.Read(manifest, bytes);

            read.ShouldBeOfType(message.GetType());
            read.From.ShouldBe(message.From);
            read.ToUid.ShouldBe(message.ToUid);
            BytesOf(read).ShouldBe(bytes);
        }
    }

    [Fact]
    public void Bytes_that_are_no_message_are_refused_as_such()
    {
        var random = new RandomSource(5);
        foreach (var message in All())
        {
            var manifest = ReplicationWire.ManifestOf(message);
            var bytes = BytesOf(message);
            for (var i = 0; i < 500; i++)
            {
                var broken = bytes[..random.Next(bytes.Length + 1)];
                if (broken.Length > 0)
                    broken[random.Next(broken.Length)] = (byte)random.Next(256);
                TryRead(manifest, broken);
            }
        }

        Should.Throw<InvalidDataException>(() => ReplicationWire.Read("no such message", BytesOf(All().First())));
        Should.Throw<InvalidDataException>(() => ReplicationWire.Read("read.1", [99])).Message.ShouldContain("format version 99");
    }

    [Fact]
    public void The_body_of_an_entry_has_its_value_and_its_pruning()
    {
        var envelope = new DataEnvelope(GCounter.Empty.Increment(Nodes.Node(1), 5))
            .Announce(Nodes.Node(8), Nodes.Node(1)).AddSeen(Nodes.Node(2))
            .Announce(Nodes.Node(9), Nodes.Node(1))
            .Prune(Nodes.Node(9), Nodes.Node(1), new PruningState.Done(DateTimeOffset.UnixEpoch.AddDays(1)));

        var body = EnvelopeWire.WriteBody(envelope, new DataCodec());
        var read = EnvelopeWire.Read(body, ReplicaVersions.Empty, new DataCodec());

        read.Data.ShouldBe(envelope.Data);
        read.Pruning.Keys.ShouldBe([Nodes.Node(8), Nodes.Node(9)]);
        read.Pruning[Nodes.Node(8)].ShouldBeOfType<PruningState.Announced>().Seen.ShouldBe([Nodes.Node(2)]);
        read.Pruning[Nodes.Node(9)].ShouldBe(envelope.Pruning[Nodes.Node(9)]);
        EnvelopeWire.WriteBody(read, new DataCodec()).ShouldBe(body);
    }

    private static void TryRead(string manifest, byte[] bytes)
    {
        try
        {
            _ = ReplicationWire.Read(manifest, bytes);
        }
        catch (InvalidDataException)
        {
            // What the reader promises for bytes that do not parse.
        }
    }

    private static IEnumerable<ReplicationMessage> All()
    {
        var from = Nodes.Node(1);
        yield return new Changes(from, 3, 0, [new ChangeItem("key", 4, 9, false, [5], ReplicaVersions.Empty)]);
        yield return new Changes(from, 3, 12, [new ChangeItem("key", 4, 9, true, [5], State.Versions)]);
        yield return new Digests(from, 3, null, null, [new KeyDigest("key", Digest128.Of([1]))]);
        yield return new Digests(from, 3, "a", "b", []);
        yield return new WantStates(from, 3, ["a", "b"]);
        yield return new States(from, 3, true, [State, State]);
        yield return new WriteState(from, 3, 7, State);
        yield return new WriteAnswer(from, 3, 7, WriteOutcome.Gap);
        yield return new ReadState(from, 3, 7, "key");
        yield return new ReadAnswer(from, 3, 7, State);
        yield return new ReadAnswer(from, 3, 7, null);
        yield return new ReadRefusal(from, 3, 7);
    }

    private static byte[] BytesOf(ReplicationMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        ReplicationWire.Write(message, output);
        return output.WrittenSpan.ToArray();
    }
}
