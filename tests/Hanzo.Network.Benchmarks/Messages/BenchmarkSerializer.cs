using System.Buffers.Binary;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Hanzo.Network.Benchmarks.Messages;

/// <summary>Small and explicit, so that no row measures a general serializer.</summary>
internal sealed class BenchmarkSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const string NumberManifest = "n";
    private const string ForEntityManifest = "e";
    private const string WhereManifest = "w";
    private const string WhereaboutsManifest = "a";
    private const char Separator = '\n';

    /// <summary>Binds the messages to this serializer.</summary>
    public static string Hocon { get; } = $$"""
        akka.actor {
          serializers.benchmark = "{{QualifiedName(typeof(BenchmarkSerializer))}}"
          serialization-bindings."{{QualifiedName(typeof(IBenchmarkMessage))}}" = benchmark
          serialization-identifiers."{{QualifiedName(typeof(BenchmarkSerializer))}}" = 7001
        }
        """;

    public override string Manifest(object o) => o switch
    {
        Number => NumberManifest,
        ForEntity => ForEntityManifest,
        Where => WhereManifest,
        Whereabouts => WhereaboutsManifest,
        _ => throw new SerializationException($"{o.GetType()} is no message of the benchmark."),
    };

    public override byte[] ToBinary(object obj) => obj switch
    {
        Number number => WriteNumber(number.Value, ""),
        ForEntity message => WriteNumber(message.Value, message.Id),
        Where where => Encoding.UTF8.GetBytes(where.Id),
        Whereabouts a => Encoding.UTF8.GetBytes($"{a.Id}{Separator}{a.Node}{Separator}{a.Incarnation}"),
        _ => throw new SerializationException($"{obj.GetType()} is no message of the benchmark."),
    };

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        NumberManifest => new Number(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        ForEntityManifest => new ForEntity(
            Encoding.UTF8.GetString(bytes.AsSpan(sizeof(long))), BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        WhereManifest => new Where(Encoding.UTF8.GetString(bytes)),
        WhereaboutsManifest => ReadWhereabouts(Encoding.UTF8.GetString(bytes)),
        _ => throw new SerializationException($"manifest '{manifest}' is unknown to the benchmark."),
    };

    private static byte[] WriteNumber(long value, string id)
    {
        var bytes = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(id)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Encoding.UTF8.GetBytes(id, bytes.AsSpan(sizeof(long)));
        return bytes;
    }

    private static Whereabouts ReadWhereabouts(string text)
    {
        var parts = text.Split(Separator);
        return parts.Length == 3
            ? new Whereabouts(parts[0], parts[1], parts[2])
            : throw new SerializationException($"whereabouts have 3 parts, these {parts.Length}.");
    }

    private static string QualifiedName(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
