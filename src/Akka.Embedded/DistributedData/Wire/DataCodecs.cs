using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>The codecs of one system, made when they are first needed.</summary>
internal sealed class DataCodecs(Akka.Serialization.Serialization serialization)
{
    // Each may make the runtime load types, which it never unloads, even if the name is wrong in the end.
    private const int MaxForeignNames = 1_000;
    private readonly ConcurrentDictionary<Type, Codec> _codecs = new();
    private readonly ConcurrentDictionary<Type, string> _names = new();
    private readonly ConcurrentDictionary<string, Codec> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _foreign = new(StringComparer.Ordinal);

    /// <exception cref="SerializationException">It is of no type of this runtime.</exception>
    public string NameOf(object data)
    {
        if (_names.TryGetValue(data.GetType(), out var known))
            return known;
        var type = DataTypes.Declared(data.GetType());
        var name = DataTypeNames.NameOf(type);
        if (name.Length > DataTypeNames.MaxLength)
            throw new SerializationException($"The name of [{type}] has {name.Length} characters; allowed: {DataTypeNames.MaxLength}.");
        _byName.TryAdd(name, Of(type));
        return _names.GetOrAdd(data.GetType(), name);
    }

    public Codec Of(object data) => Of(DataTypes.Declared(data.GetType()));

    /// <summary>By a name that this node has written or that another one has sent.</summary>
    /// <exception cref="SerializationException">The name is not known here, or too many were sent.</exception>
    public Codec Of(string name)
    {
        if (_byName.TryGetValue(name, out var known))
            return known;
        Admit(name);
        return _byName.GetOrAdd(name, Of(DataTypeNames.Parse(name, Resolve)));
    }

    private void Admit(string name)
    {
        if (name.Length > DataTypeNames.MaxLength)
        {
            throw new SerializationException(
                $"The manifest of replicated data has {name.Length} characters; allowed: {DataTypeNames.MaxLength}.");
        }

        if (_foreign.ContainsKey(name))
            return;
        if (_foreign.Count >= MaxForeignNames)
        {
            throw new SerializationException(
                $"'{name}' is new here, and other nodes have sent {MaxForeignNames} names of types of replicated data already.");
        }

        _foreign.TryAdd(name, true);
    }

    private Type? Resolve(string name) => serialization.FindBoundType(name);

    private Codec Of(Type type)
    {
        if (_codecs.TryGetValue(type, out var known))
            return known;
        return _codecs.GetOrAdd(type, Create(type));
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
