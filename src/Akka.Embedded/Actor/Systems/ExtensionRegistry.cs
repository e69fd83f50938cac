using System.Collections.Concurrent;

namespace Akka.Actor;

/// <summary>The extensions of one system, each made once even when many threads ask at the same time.</summary>
internal sealed class ExtensionRegistry(ExtendedActorSystem system)
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _byType = new();

    public object Register(IExtensionId id) =>
        _byType.GetOrAdd(
            id.ExtensionType, static (_, args) => new Lazy<object>(() => args.id.CreateExtension(args.system)), (id, system)).Value;

    public bool Has(Type type) => _byType.ContainsKey(type);

    public bool TryGet(Type type, out object? extension)
    {
        extension = _byType.TryGetValue(type, out var lazy) ? lazy.Value : null;
        return extension is not null;
    }
}
