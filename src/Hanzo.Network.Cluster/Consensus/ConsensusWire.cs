using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Consensus;
using Hanzo.Network.Text;
using static Hanzo.Network.Cluster.Consensus.ConsensusProtocol;

namespace Hanzo.Network.Cluster.Consensus;

internal static class ConsensusWire
{
    /// <summary>Of addressing, beside a message of the algorithm.</summary>
    private const int Addressing = 4 * 1024;

    public static readonly ImmutableArray<WireFormat> Formats =
    [
        Binary("consensus.traffic.1", Write, ReadTraffic),
        Binary("consensus.forward.1", Write, ReadForward),
        WireFormat.Json("consensus.outcome.1", ConsensusWireJson.Default.ForwardOutcome),
        WireFormat.Json("consensus.hello.1", ConsensusWireJson.Default.Hello),
        WireFormat.Json("consensus.remove.1", ConsensusWireJson.Default.RemoveNode),
        WireFormat.Json("consensus.removed.1", ConsensusWireJson.Default.RemoveAnswer),
    ];

    private static WireFormat Binary<T>(string manifest, Action<BinaryWriter, T> write, Func<BinaryReader, T> read)
        where T : class, IWireMessage => new(
        manifest,
        typeof(T),
        RaftSettings.MaxMessageBytes + Addressing,
        message =>
        {
            using var stream = new MemoryStream();
            using var writer = new BinaryWriter(stream, Encoding.UTF8);
            write(writer, (T)message);
            writer.Flush();
            return stream.ToArray();
        },
        bytes =>
        {
            using var stream = new MemoryStream(bytes, writable: false);
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            return read(reader);
        });

    private static void Write(BinaryWriter writer, Traffic traffic)
    {
        writer.Write(traffic.Group);
        writer.Write(traffic.From);
        writer.Write(traffic.To);
        writer.Write(traffic.Message.Span);
    }

    private static Traffic ReadTraffic(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), reader.ReadString(), Rest(reader));

    private static void Write(BinaryWriter writer, Forward forward)
    {
        writer.Write(forward.Group);
        writer.Write(forward.Id);
        writer.Write(forward.Command.Span);
    }

    private static Forward ReadForward(BinaryReader reader) => new(reader.ReadString(), reader.ReadInt64(), Rest(reader));

    private static byte[] Rest(BinaryReader reader) => reader.ReadBytes((int)(reader.BaseStream.Length - reader.BaseStream.Position));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(ForwardOutcome))]
[JsonSerializable(typeof(RemoveNode))]
[JsonSerializable(typeof(RemoveAnswer))]
internal sealed partial class ConsensusWireJson : JsonSerializerContext
{
    static ConsensusWireJson() => Default = new ConsensusWireJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
}
