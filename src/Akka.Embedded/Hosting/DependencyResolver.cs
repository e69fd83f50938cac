using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.DependencyInjection;

/// <summary>Gives actors their services.</summary>
public interface IDependencyResolver
{
    T? GetService<T>();

    object? GetService(Type type);

    Props Props(Type type, params object[] args);

    Props Props<T>(params object[] args) where T : ActorBase;
}

public sealed class DependencyResolver : IExtension
{
    public DependencyResolver(IDependencyResolver resolver) => Resolver = resolver;

    public IDependencyResolver Resolver { get; }

    public static DependencyResolver For(ActorSystem actorSystem) =>
        actorSystem.WithExtension<DependencyResolver, DependencyResolverExtension>();

    /// <summary>Props whose constructor takes <paramref name="args"/> and, for the rest, services.</summary>
    public Props Props<T>(params object[] args) where T : ActorBase => Resolver.Props<T>(args);
}

public sealed class DependencyResolverExtension : ExtensionIdProvider<DependencyResolver>
{
    public override DependencyResolver CreateExtension(ExtendedActorSystem system)
    {
        var setup = system.Settings.Setup.Get<DependencyResolverSetup>();
        return setup.HasValue
            ? new DependencyResolver(setup.Value.DependencyResolver)
            : throw new ConfigurationException($"The setup of the actor system has no {nameof(DependencyResolverSetup)}.");
    }
}

public class DependencyResolverSetup : Setup
{
    private DependencyResolverSetup(IDependencyResolver resolver) => DependencyResolver = resolver;

    public IDependencyResolver DependencyResolver { get; }

    public static DependencyResolverSetup Create(IServiceProvider provider) => new(new ServiceProviderDependencyResolver(provider));
}

public class ServiceProviderDependencyResolver : IDependencyResolver
{
    public ServiceProviderDependencyResolver(IServiceProvider serviceProvider) => ServiceProvider = serviceProvider;

    public IServiceProvider ServiceProvider { get; }

    public T? GetService<T>() => ServiceProvider.GetService<T>();

    public object? GetService(Type type) => ServiceProvider.GetService(type);

    public Props Props<T>(params object[] args) where T : ActorBase => Props(typeof(T), args);

    public Props Props(Type type, params object[] args) => typeof(ActorBase).IsAssignableFrom(type)
        ? Actor.Props.CreateBy(new Producer(ServiceProvider, type, args))
        : throw new ArgumentException($"{type} is no actor.", nameof(type));

    private sealed class Producer(IServiceProvider services, Type type, object[] args) : IIndirectActorProducer
    {
        public Type ActorType => type;

        public ActorBase Produce() => (ActorBase)ActivatorUtilities.CreateInstance(services, type, args);

        public void Release(ActorBase actor)
        {
        }
    }
}
