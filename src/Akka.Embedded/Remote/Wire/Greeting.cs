using System.Buffers;
using Akka.Actor;

namespace Akka.Embedded.Wire;

/// <summary>
/// How a connection begins. Each side sends the magic, then one frame: Hello by who connects, Welcome or Refusal in answer.
/// </summary>
internal abstract record Greeting
{
    public const int ProtocolVersion = 1;
    public const string Runtime = "embedded";
    public const int MaxTextBytes = 1024;

    /// <summary>The number of no connection: who says it only asks who listens here, and how fast.</summary>
    public const long ProbeConnection = 0;

    /// <summary>No greeting is longer.</summary>
    public const int MaxFrameBytes = 8 * 1024;

    public static ReadOnlySpan<byte> Magic => "HNZR"u8;

    /// <summary>Who connects, or who answers, and what both need to go on where an earlier connection ended.</summary>
    /// <param name="From">Its address.</param>
    /// <param name="Uid">Its incarnation.</param>
    /// <param name="To">Whom it means.</param>
    /// <param name="ConnectionId">The connecting side's number for this connection.</param>
    /// <param name="LastAccepted">The number of the last connection it accepted from <paramref name="To"/>; 0: none.</param>
    /// <param name="PeerUid">The incarnation of the other side that it knows; 0: none.</param>
    /// <param name="SystemReceived">The last system message that it got of that incarnation.</param>
    /// <param name="MaxFrame">The longest frame it accepts, in bytes.</param>
    public sealed record Hello(
        Address From, int Uid, Address To, long ConnectionId, long LastAccepted, int PeerUid, long SystemReceived, int MaxFrame) : Greeting
    {
        public string SpokenRuntime { get; init; } = Runtime;

        public int SpokenVersion { get; init; } = ProtocolVersion;
    }

    public sealed record Refusal(RefusalCode Code, string Reason) : Greeting;

    public static void Write(Greeting greeting, bool isAnswer, IBufferWriter<byte> output)
    {
        var body = new ArrayBufferWriter<byte>();
        var kind = FrameKind.Refusal;
        if (greeting is Hello hello)
        {
            kind = isAnswer ? FrameKind.Welcome : FrameKind.Hello;
            WriteHello(hello, body);
        }
        else if (greeting is Refusal refusal)
        {
            body.WriteByte((byte)refusal.Code);
            body.WriteString(refusal.Reason.Length > MaxTextBytes / 4 ? refusal.Reason[..(MaxTextBytes / 4)] : refusal.Reason);
        }

        output.Write(Magic);
        Frames.Write(output, kind, body.WrittenSpan);
    }

    /// <exception cref="InvalidDataException">Not a greeting.</exception>
    public static Greeting Read(ReadOnlySpan<byte> frame, bool isAnswer)
    {
        var reader = new WireReader(frame);
        var kind = (FrameKind)reader.ReadByte("kind");
        if (kind == FrameKind.Refusal && isAnswer)
        {
            return new Refusal((RefusalCode)reader.ReadByte("refusal"), reader.ReadString("reason", MaxTextBytes));
        }

        return kind == (isAnswer ? FrameKind.Welcome : FrameKind.Hello)
            ? ReadHello(ref reader)
            : throw new InvalidDataException($"A connection begins with frame kind {kind}.");
    }

    private static void WriteHello(Hello hello, IBufferWriter<byte> output)
    {
        // Version and runtime come first and stay as they are: by them future versions tell each other apart.
        output.WriteVarInt((uint)hello.SpokenVersion);
        output.WriteString(hello.SpokenRuntime);
        output.WriteString(hello.From.ToString());
        output.WriteInt32(hello.Uid);
        output.WriteString(hello.To.ToString());
        output.WriteInt64(hello.ConnectionId);
        output.WriteInt64(hello.LastAccepted);
        output.WriteInt32(hello.PeerUid);
        output.WriteInt64(hello.SystemReceived);
        output.WriteInt32(hello.MaxFrame);
    }

    private static Hello ReadHello(ref WireReader reader)
    {
        var version = reader.ReadCount("protocol version", int.MaxValue);
        var runtime = reader.ReadString("runtime", MaxTextBytes);
        if (version != ProtocolVersion || runtime != Runtime)
        {
            var unknown = new Address("akka.tcp", "unknown");
            return new Hello(unknown, 0, unknown, 0, 0, 0, 0, 0) { SpokenRuntime = runtime, SpokenVersion = version };
        }

        return new Hello(
            ReadAddress(ref reader, "from"),
            reader.ReadInt32("uid"),
            ReadAddress(ref reader, "to"),
            reader.ReadInt64("connection id"),
            reader.ReadInt64("last accepted"),
            reader.ReadInt32("peer uid"),
            reader.ReadInt64("system received"),
            reader.ReadInt32("max frame"));
    }

    private static Address ReadAddress(ref WireReader reader, string field)
    {
        var text = reader.ReadString(field, MaxTextBytes);
        return Address.TryParse(text, out var address) && address.Host is not null && address.Port is not null
            ? address
            : throw new InvalidDataException($"{field}: '{text}' is not the address of a node.");
    }
}

/// <summary>Why a connection is refused. The values are on the wire.</summary>
internal enum RefusalCode : byte
{
    /// <summary>Another protocol version or runtime.</summary>
    Incompatible = 1,

    /// <summary>The node is not the one that was meant.</summary>
    WrongAddress = 2,

    /// <summary>This incarnation is shut out.</summary>
    Quarantined = 3,

    /// <summary>Both sides connected at the same time; the other connection is kept.</summary>
    Duplicate = 4,

    ShuttingDown = 5,
}
