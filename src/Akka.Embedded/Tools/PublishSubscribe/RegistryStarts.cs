using Akka.Actor;

namespace Akka.Embedded.Tools.PublishSubscribe;

/// <summary>Where the registries of one actor system begin to count: each above all that the ones before it can have reached.</summary>
internal sealed class RegistryStarts : IExtension
{
    // Room for 2^40 changes of each of 2^23 registries.
    private const int BitsOfChanges = 40;

    private long _next = -1;

    public static RegistryStarts Of(ActorSystem system) => system.WithExtension<RegistryStarts, RegistryStartsProvider>();

    public long Next() => Interlocked.Increment(ref _next) << BitsOfChanges;
}

internal sealed class RegistryStartsProvider : ExtensionIdProvider<RegistryStarts>
{
    public override RegistryStarts CreateExtension(ExtendedActorSystem system) => new();
}
