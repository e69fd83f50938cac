using System.Buffers;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Embedded.Wire;
using SerializationRegistry = Akka.Serialization.Serialization;

namespace Akka.Embedded.Sharding.Protocol;

/// <summary>The bytes of each protocol message. A manifest is never given another meaning: nodes of two versions may meet.</summary>
internal static class ProtocolWire
{
    public static string ManifestOf(IShardingMessage message) => message switch
    {
        FindCoordinator => "f",
        CoordinatorHere => "c",
        RegisterRegion => "p",
        NothingHosted => "n",
        RegistrationConfirmed => "k",
        GetShardHome => "g",
        ShardHome => "h",
        HostShard => "o",
        ShardStarted => "s",
        BeginHandOff => "b",
        HandOffBegun => "a",
        HandOffShard => "x",
        ShardStopped => "e",
        LeaveRequest => "l",
        CollectStats => "q",
        _ => throw new ArgumentException($"{message.GetType()} is no message of sharding.", nameof(message)),
    };

    public static void Write(IShardingMessage message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case FindCoordinator: break;
            case CoordinatorHere m: output.WriteInt64(m.Epoch); output.WriteInt32(m.Uid); break;
            case RegisterRegion m: WriteRegistration(m, output); break;
            case NothingHosted m: output.WriteInt64(m.Epoch); output.WriteInt32(m.Uid); break;
            case RegistrationConfirmed m: output.WriteInt64(m.Epoch); break;
            case GetShardHome m: WriteShard(m.Epoch, m.Shard, output); break;
            case ShardHome m: WriteShard(m.Epoch, m.Shard, output); WriteRef(m.Home, output); break;
            case HostShard m: WriteShard(m.Epoch, m.Shard, output); break;
            case ShardStarted m: WriteShard(m.Epoch, m.Shard, output); break;
            case BeginHandOff m: WriteShard(m.Epoch, m.Shard, output); output.WriteInt64(m.Term); break;
            case HandOffBegun m: WriteShard(m.Epoch, m.Shard, output); output.WriteInt64(m.Term); break;
            case HandOffShard m: WriteShard(m.Epoch, m.Shard, output); output.WriteInt64(m.Term); break;
            case ShardStopped m: WriteShard(m.Epoch, m.Shard, output); output.WriteInt64(m.Term); break;
            case LeaveRequest m: output.WriteInt64(m.Epoch); break;
            case CollectStats m: output.WriteInt64(m.Epoch); output.WriteInt64(m.Timeout.Ticks); WriteRef(m.ReplyTo, output); break;
            default: throw new ArgumentException($"{message.GetType()} is no message of sharding.", nameof(message));
        }
    }

    /// <returns>Null for another's manifest.</returns>
    public static object? Read(string manifest, ref WireReader reader, SerializationRegistry references) => manifest switch
    {
        "f" => FindCoordinator.Instance,
        "c" => new CoordinatorHere(Epoch(ref reader), reader.ReadInt32("uid")),
        "p" => ReadRegistration(ref reader),
        "n" => new NothingHosted(Epoch(ref reader), reader.ReadInt32("uid")),
        "k" => new RegistrationConfirmed(Epoch(ref reader)),
        "g" => new GetShardHome(Epoch(ref reader), Shard(ref reader)),
        "h" => new ShardHome(Epoch(ref reader), Shard(ref reader), ReadRef(ref reader, references)),
        "o" => new HostShard(Epoch(ref reader), Shard(ref reader)),
        "s" => new ShardStarted(Epoch(ref reader), Shard(ref reader)),
        "b" => new BeginHandOff(Epoch(ref reader), Shard(ref reader), reader.ReadInt64("term")),
        "a" => new HandOffBegun(Epoch(ref reader), Shard(ref reader), reader.ReadInt64("term")),
        "x" => new HandOffShard(Epoch(ref reader), Shard(ref reader), reader.ReadInt64("term")),
        "e" => new ShardStopped(Epoch(ref reader), Shard(ref reader), reader.ReadInt64("term")),
        "l" => new LeaveRequest(Epoch(ref reader)),
        "q" => new CollectStats(Epoch(ref reader), new TimeSpan(reader.ReadInt64("timeout")), ReadRef(ref reader, references)),
        _ => null,
    };

    private static long Epoch(ref WireReader reader) => reader.ReadInt64("epoch");

    private static string Shard(ref WireReader reader) => reader.ReadString("shard", WireBounds.MaxNameBytes);

    private static void WriteShard(long epoch, string shard, IBufferWriter<byte> output)
    {
        output.WriteInt64(epoch);
        output.WriteString(shard);
    }

    private static void WriteRef(IActorRef reference, IBufferWriter<byte> output) =>
        output.WriteString(SerializationRegistry.SerializedActorPath(reference));

    private static IActorRef ReadRef(ref WireReader reader, SerializationRegistry references) =>
        references.DeserializeActorRef(reader.ReadString("reference", WireBounds.MaxPathBytes));

    private static void WriteRegistration(RegisterRegion message, IBufferWriter<byte> output)
    {
        output.WriteInt64(message.Epoch);
        output.WriteInt32(message.Uid);
        output.WriteByte(message.Proxy ? (byte)1 : (byte)0);
        output.WriteInt64(message.Part.Number);
        output.WriteInt32(message.Part.Index);
        output.WriteInt32(message.Part.Count);
        output.WriteVarInt((ulong)message.Hosted.Length);
        foreach (var shard in message.Hosted)
            output.WriteString(shard);
    }

    private static RegisterRegion ReadRegistration(ref WireReader reader)
    {
        var epoch = Epoch(ref reader);
        var uid = reader.ReadInt32("uid");
        var proxy = reader.ReadByte("proxy") != 0;
        var part = new RegistrationPart(reader.ReadInt64("number"), reader.ReadInt32("part"), reader.ReadInt32("parts"));
        var count = reader.ReadCount("shards", WireBounds.MaxShards);
        var hosted = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < count; i++)
            hosted.Add(Shard(ref reader));
        return new RegisterRegion(epoch, uid, proxy, hosted.ToImmutable(), part);
    }
}
