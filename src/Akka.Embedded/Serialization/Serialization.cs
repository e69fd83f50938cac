using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Runtime;

namespace Akka.Serialization;

/// <summary>
/// The serializers of one system, by type of message and by number. There is no catch-all: a type without a binding cannot leave the
/// process.
/// </summary>
public class Serialization
{
    [ThreadStatic]
    private static Information? _current;

    private readonly ConcurrentDictionary<int, Serializer> _byId = new();
    private readonly ConcurrentDictionary<string, Serializer> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, Serializer> _bindings = new();
    private readonly ConcurrentDictionary<Type, Serializer> _cache = new();
    private Config? _read;

    public Serialization(ExtendedActorSystem system)
    {
        System = system;
        AddSerializer("null", new NullSerializer(system));
        ReadConfig();
        var setup = system.Settings.Setup.Get<SerializationSetup>();
        if (setup.HasValue)
            AddFromSetup(setup.Value);
    }

    public ExtendedActorSystem System { get; }

    public static string ManifestFor(Serializer s, object msg) => s switch
    {
        SerializerWithStringManifest named => named.Manifest(msg),
        { IncludeManifest: true } => TypeName(msg.GetType()),
        _ => "",
    };

    /// <summary>The text that <see cref="DeserializeActorRef"/>, here or on another node, makes the same reference of.</summary>
    public static string SerializedActorPath(IActorRef actorRef)
    {
        if (actorRef is null || actorRef.IsNobody())
            return "";
        var path = actorRef.Path;
        var information = _current ?? InternalActorRef.Of(actorRef).Provider.SerializationInformation;
        return information is null ? path.ToSerializationFormat() : path.ToSerializationFormatWithAddress(information.Address);
    }

    /// <summary>Runs with this system's address as the one that local references are written with.</summary>
    public static T WithTransport<T>(ExtendedActorSystem system, Func<T> action) => WithTransport(system, action, static a => a());

    public static T WithTransport<TState, T>(ExtendedActorSystem system, TState state, Func<TState, T> action)
    {
        var outer = _current;
        _current = system.Provider.SerializationInformation;
        try
        {
            return action(state);
        }
        finally
        {
            _current = outer;
        }
    }

    public void AddSerializer(string name, Serializer serializer)
    {
        var other = _byId.GetOrAdd(serializer.Identifier, serializer);
        if (other.GetType() != serializer.GetType())
            throw new ConfigurationException(
                $"Serializer identifier [{serializer.Identifier}] of [{serializer.GetType()}] is that of [{other.GetType()}] already.");
        _byId[serializer.Identifier] = serializer;
        _byName[name] = serializer;
    }

    public void AddSerializationMap(Type type, Serializer serializer)
    {
        _bindings[type] = serializer;
        _cache.Clear();
    }

    public byte[] Serialize(object o) => WithTransport(System, (this, o), static s => s.Item1.FindSerializerFor(s.o).ToBinary(s.o));

    /// <exception cref="SerializationException">No serializer has that number, or it does not know the manifest.</exception>
    public object Deserialize(byte[] bytes, int serializerId, string manifest)
    {
        var serializer = ById(serializerId, manifest);
        if (serializer is SerializerWithStringManifest named)
            return WithTransport(System, (named, bytes, manifest), static s => s.named.FromBinary(s.bytes, s.manifest));
        var type = manifest.Length == 0 ? typeof(object) : TypeResolver.TryResolve(manifest)
            ?? throw new SerializationException($"Cannot find manifest class [{manifest}] for serializer with id [{serializerId}].");
        return WithTransport(System, (serializer, bytes, type), static s => s.serializer.FromBinary(s.bytes, s.type));
    }

    public object Deserialize(byte[] bytes, int serializerId, Type type) =>
        WithTransport(System, (serializer: ById(serializerId, type.FullName ?? ""), bytes, type),
            static s => s.serializer.FromBinary(s.bytes, s.type));

    public IActorRef DeserializeActorRef(string path) => System.Provider.ResolveActorRef(path);

    public Serializer FindSerializerFor(object obj, string? defaultSerializerName = null) =>
        obj is null ? _byName["null"] : FindSerializerForType(obj.GetType(), defaultSerializerName);

    /// <exception cref="SerializationException">No binding fits; the message names the type and how to bind it.</exception>
    public Serializer FindSerializerForType(Type objectType, string? defaultSerializerName = null)
    {
        if (_cache.TryGetValue(objectType, out var known))
            return known;
        ReadConfig();
        var found = MostSpecific(objectType) ?? (defaultSerializerName is null ? null : _byName.GetValueOrDefault(defaultSerializerName));
        if (found is null)
        {
            throw new SerializationException(
                $"No serializer is bound for [{objectType.FullName}], so it cannot leave this process. "
                + "Bind it under akka.actor.serialization-bindings.");
        }
        _cache.TryAdd(objectType, found);
        return found;
    }

    /// <summary>
    /// The type with a bound serializer that the name "Namespace.Type, Assembly" from another node means. Only what is loaded counts, and
    /// of arrays and generics only what is bound itself: others could make this node load any number of types.
    /// </summary>
    /// <returns>Null: there is none.</returns>
    internal Type? FindBoundType(string name)
    {
        ReadConfig();
        foreach (var bound in _bindings.Keys)
        {
            if (TypeName(bound) == name)
                return bound;
        }

        var comma = name.IndexOf(", ", StringComparison.Ordinal);
        if (comma < 0 || name.AsSpan().IndexOfAny("[]*&`") >= 0)
            return null;
        var assembly = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(loaded => loaded.GetName().Name == name[(comma + 2)..]);
        var type = assembly?.GetType(name[..comma], throwOnError: false);
        return type is not null && MostSpecific(type) is not null ? type : null;
    }

    internal static byte[] WithTransport(Information information, Serializer serializer, object message)
    {
        var outer = _current;
        _current = information;
        try
        {
            return serializer.ToBinary(message);
        }
        finally
        {
            _current = outer;
        }
    }

    private static string TypeName(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    private Serializer ById(int id, string manifest)
    {
        if (_byId.TryGetValue(id, out var serializer))
            return serializer;
        ReadConfig();
        return _byId.TryGetValue(id, out serializer) ? serializer : throw new SerializationException(
            $"Cannot find serializer with id [{id}] (manifest [{manifest}]): 'akka.actor.serializers' is not the same on both systems, "
            + "or the module it belongs to has not started here.");
    }

    private Serializer? MostSpecific(Type type)
    {
        if (_bindings.TryGetValue(type, out var exact))
            return exact;
        var candidates = _bindings.Where(b => b.Key.IsAssignableFrom(type)).ToArray();
        return candidates
            .Where(c => !candidates.Any(o => o.Key != c.Key && c.Key.IsAssignableFrom(o.Key)))
            .OrderBy(c => c.Key.FullName, StringComparer.Ordinal)
            .Select(c => c.Value)
            .FirstOrDefault();
    }

    // Modules add their serializers to the configuration when they start, so it is read again when it has changed.
    private void ReadConfig()
    {
        var config = System.Settings.Config;
        if (ReferenceEquals(config, _read))
            return;
        _read = config;
        SerializerConfig.AddTo(this, config, _byName);
    }

    private void AddFromSetup(SerializationSetup setup)
    {
        foreach (var details in setup.CreateSerializers(System))
        {
            AddSerializer(details.Alias, details.Serializer);
            foreach (var type in details.UseFor)
                AddSerializationMap(type, details.Serializer);
        }
    }
}
