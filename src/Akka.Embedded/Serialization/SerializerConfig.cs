using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Embedded.Runtime;

namespace Akka.Serialization;

/// <summary>Makes the serializers and bindings that the configuration names.</summary>
internal static class SerializerConfig
{
    public static void AddTo(Serialization serialization, Config config, ConcurrentDictionary<string, Serializer> known)
    {
        var serializers = config.GetConfig("akka.actor.serializers");
        foreach (var (name, _) in serializers.AsEnumerable())
        {
            if (!known.ContainsKey(name))
                serialization.AddSerializer(name, Create(serialization, name, serializers.GetString($"\"{name}\"")!, config));
        }
        var bindings = config.GetConfig("akka.actor.serialization-bindings");
        foreach (var (typeName, _) in bindings.AsEnumerable())
        {
            var name = bindings.GetString($"\"{typeName}\"")!;
            if (!known.TryGetValue(name, out var serializer))
                throw new ConfigurationException(
                    $"akka.actor.serialization-bindings: '{typeName}' is bound to '{name}', which is not in akka.actor.serializers.");
            serialization.AddSerializationMap(TypeResolver.Resolve(typeName, "akka.actor.serialization-bindings"), serializer);
        }
    }

    private static Serializer Create(Serialization serialization, string name, string typeName, Config config)
    {
        var type = TypeResolver.Resolve(typeName, $"akka.actor.serializers.{name}");
        var settings = config.GetConfig($"akka.actor.serialization-settings.{name}");
        var created = !settings.IsNullOrEmpty() && type.GetConstructor([typeof(Actor.ExtendedActorSystem), typeof(Config)]) is not null
            ? Activator.CreateInstance(type, serialization.System, settings)
            : Activator.CreateInstance(type, serialization.System);
        return created as Serializer ?? throw new ConfigurationException(
            $"akka.actor.serializers.{name}: '{typeName}' is not a serializer.");
    }
}
