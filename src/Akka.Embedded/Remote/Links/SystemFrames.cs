using System.Buffers;
using Akka.Actor;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Remoting;

/// <summary>The bytes of system messages: number, kind, and full paths.</summary>
internal static class SystemFrames
{
    /// <summary>Three paths and what goes with them.</summary>
    public const int MaxBytes = 4 * PathTexts.MaxBytes;

    private const byte Watch = 1;
    private const byte Unwatch = 2;
    private const byte Terminated = 3;
    private const byte Stop = 4;
    private const byte ExistenceConfirmed = 1;
    private const byte AddressTerminated = 2;

    public static void Write(Address self, in NumberedSystemMessage numbered, IBufferWriter<byte> output)
    {
        var body = new ArrayBufferWriter<byte>();
        body.WriteVarInt((ulong)numbered.Number);
        body.WriteString(numbered.Recipient.PathText);
        switch (numbered.Message)
        {
            case WatchActor m:
                WriteKind(body, Watch, self, m.Watchee, m.Watcher);
                break;
            case UnwatchActor m:
                WriteKind(body, Unwatch, self, m.Watchee, m.Watcher);
                break;
            case DeathWatchNotification m:
                WriteKind(body, Terminated, self, m.Actor);
                body.WriteByte((byte)((m.ExistenceConfirmed ? ExistenceConfirmed : 0) | (m.AddressTerminated ? AddressTerminated : 0)));
                break;
            case StopActor:
                body.WriteByte(Stop);
                break;
        }

        Frames.Write(output, FrameKind.System, body.WrittenSpan);
    }

    public static (long Number, string Recipient, SystemMessage Message) Read(ref WireReader reader, RemoteProvider provider)
    {
        var number = (long)reader.ReadVarInt("number");
        var recipient = reader.ReadString("recipient", PathTexts.MaxBytes);
        var kind = reader.ReadByte("system message");
        SystemMessage message = kind switch
        {
            Watch => new WatchActor(ReadRef(ref reader, provider), ReadRef(ref reader, provider)),
            Unwatch => new UnwatchActor(ReadRef(ref reader, provider), ReadRef(ref reader, provider)),
            Terminated => ReadTerminated(ref reader, provider),
            Stop => new StopActor(),
            _ => throw new InvalidDataException($"{kind} is not a system message."),
        };
        return (number, recipient, message);
    }

    private static void WriteKind(ArrayBufferWriter<byte> body, byte kind, Address self, params ReadOnlySpan<IActorRef> refs)
    {
        body.WriteByte(kind);
        foreach (var actor in refs)
        {
            body.WriteString(actor.Path.ToSerializationFormatWithAddress(self));
        }
    }

    private static DeathWatchNotification ReadTerminated(ref WireReader reader, RemoteProvider provider)
    {
        var actor = ReadRef(ref reader, provider);
        var flags = reader.ReadByte("flags");
        return new DeathWatchNotification(actor, (flags & ExistenceConfirmed) != 0, (flags & AddressTerminated) != 0);
    }

    private static IActorRef ReadRef(ref WireReader reader, RemoteProvider provider) =>
        provider.ResolveActorRef(reader.ReadString("path", PathTexts.MaxBytes));
}
