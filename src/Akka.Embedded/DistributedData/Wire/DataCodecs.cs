using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>The codecs of one system, made when they are first needed.</summary>
internal sealed class DataCodecs(Akka.Serialization.Serialization serialization)
{
    // Names come from the network too; those beyond this number are resolved again each time.
    private const int MaxRemembered = 1_000;
    private readonly ConcurrentDictionary<Type, Codec> _codecs = new();
    private readonly ConcurrentDictionary<Type, string> _names = new();
    private readonly ConcurrentDictionary<string, Codec> _byName = new(StringComparer.Ordinal);

    /// <exception cref="SerializationException">It is of no type of this runtime.</exception>
    public string NameOf(object data) => _names.GetOrAdd(data.GetType(), static type =>
    {
        var name = DataTypeNames.NameOf(DataTypes.Declared(type));
        return name.Length <= DataTypeNames.MaxLength
            ? name
            : throw new SerializationException($"The name of [{type}] has {name.Length} characters; allowed: {DataTypeNames.MaxLength}.");
    });

    public Codec Of(object data) => Of(DataTypes.Declared(data.GetType()));

    /// <exception cref="SerializationException">The name is not known here.</exception>
    public Codec Of(string name)
    {
        if (_byName.TryGetValue(name, out var known))
            return known;
        var codec = Of(DataTypeNames.Parse(name));
        if (_byName.Count < MaxRemembered)
            _byName.TryAdd(name, codec);
        return codec;
    }

    private Codec Of(Type type)
    {
        if (_codecs.TryGetValue(type, out var known))
            return known;
        var codec = Create(type);
        if (_codecs.Count < MaxRemembered)
            _codecs.TryAdd(type, codec);
        return codec;
    }

    private Codec Create(Type type)
    {
        if (DataTypes.CodecOf(type) is not { } recipe)
            return Payload(type);
        var parts = Array.ConvertAll(recipe.Parts, part => (object)Of(part));
        return (Codec)Activator.CreateInstance(recipe.Codec, parts)!;
    }

    private Codec Payload(Type type)
    {
        if (serialization.FindSerializerForType(type) is ReplicatedDataSerializer)
            throw new SerializationException($"[{type}] is no replicated data of this runtime; bind a serializer of its own for it.");
        return (Codec)Activator.CreateInstance(typeof(PayloadCodec<>).MakeGenericType(type), serialization)!;
    }
}
