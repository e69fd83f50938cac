using Akka.Actor;

namespace Akka.Serialization;

/// <summary>
/// Turns messages of some types into bytes and back. Its number is in every message on the wire and in the journal: by default what
/// <c>akka.actor.serialization-identifiers</c> says for its type.
/// </summary>
public abstract class Serializer
{
    protected readonly ExtendedActorSystem system;
    private readonly Lazy<int> _identifier;

    protected Serializer(ExtendedActorSystem system)
    {
        this.system = system;
        _identifier = new Lazy<int>(() => SerializerIdentifierHelper.GetSerializerIdentifierFromConfig(GetType(), system));
    }

    public virtual int Identifier => _identifier.Value;

    /// <summary>Whether the type (or a text, see <see cref="SerializerWithStringManifest"/>) goes along.</summary>
    public abstract bool IncludeManifest { get; }

    public abstract byte[] ToBinary(object obj);

    public abstract object FromBinary(byte[] bytes, Type type);

    public T FromBinary<T>(byte[] bytes) => (T)FromBinary(bytes, typeof(T));

    /// <summary>With references to local actors written as of <paramref name="address"/>.</summary>
    public byte[] ToBinaryWithAddress(Address address, object obj) =>
        Serialization.WithTransport(new Information(address, system), this, obj);
}

/// <summary>A serializer that names each type by a short text of its own, so that CLR names stay out of the data.</summary>
public abstract class SerializerWithStringManifest(ExtendedActorSystem system) : Serializer(system)
{
    public sealed override bool IncludeManifest => true;

    public sealed override object FromBinary(byte[] bytes, Type type) => FromBinary(bytes, type.AssemblyQualifiedName!);

    /// <exception cref="System.Runtime.Serialization.SerializationException">The manifest is not known.</exception>
    public abstract object FromBinary(byte[] bytes, string manifest);

    public abstract string Manifest(object o);
}

public static class SerializerIdentifierHelper
{
    /// <exception cref="ArgumentException">No number is configured for the type.</exception>
    public static int GetSerializerIdentifierFromConfig(Type type, ExtendedActorSystem system)
    {
        var identifiers = system.Settings.Config.GetConfig("akka.actor.serialization-identifiers");
        foreach (var (name, _) in identifiers.AsEnumerable())
        {
            if (Embedded.Runtime.TypeResolver.TryResolve(name) == type)
                return identifiers.GetInt($"\"{name}\"");
        }
        throw new ArgumentException(
            $"Couldn't find serializer id for [{type}] under [akka.actor.serialization-identifiers] HOCON path", nameof(type));
    }
}
