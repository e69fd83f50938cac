using Akka.Actor;

namespace Akka.Hosting;

/// <summary>A well-known actor as an injected service.</summary>
public interface IRequiredActor<TActor>
{
    /// <exception cref="MissingActorRegistryEntryException">No starter has registered the key yet.</exception>
    IActorRef ActorRef { get; }

    /// <summary>Waits until the key is registered.</summary>
    Task<IActorRef> GetAsync(CancellationToken cancellationToken = default);
}

public sealed class RequiredActor<TActor> : IRequiredActor<TActor>
{
    private readonly IReadOnlyActorRegistry _registry;
    private IActorRef? _found;

    public RequiredActor(IReadOnlyActorRegistry registry) => _registry = registry;

    public IActorRef ActorRef => _found ??= _registry.Get<TActor>();

    public async Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) =>
        _found ??= await _registry.GetAsync<TActor>(cancellationToken);
}
