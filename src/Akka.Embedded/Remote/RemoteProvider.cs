using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Embedded.Remoting;

/// <summary>Finds references of this and of other systems.</summary>
internal abstract class RemoteProvider : ActorRefProvider
{
    protected RemoteProvider(string systemName, Settings settings, EventStream eventStream) : base(systemName, settings, eventStream) =>
        settings.InjectTopLevelFallback(ConfigurationFactory.FromResource("Akka.Remote.reference.conf", typeof(RemoteProvider).Assembly));

    /// <summary>Set by <see cref="Init"/>, as <see cref="Watcher"/> is.</summary>
    public Remoting Remoting { get; private set; } = null!;

    public RemoteWatch Watcher { get; private set; } = null!;

    public override Address DefaultAddress => Remoting?.LocalAddress ?? LocalAddress;

    public override void Init(ActorSystemImpl system)
    {
        base.Init(system);
        var settings = RemoteSettings.Read(system.Settings.Config);
        Remoting = new Remoting(system, this, settings);
        Watcher = new RemoteWatch(system, Remoting);
        Remoting.Start();
    }

    public override Task ShutdownAsync() => Remoting?.ShutDownAsync() ?? Task.CompletedTask;

    public override bool IsLocal(Address address) => base.IsLocal(address) || address.Equals(Remoting?.LocalAddress);

    public override Address? GetExternalAddressFor(Address address) =>
        base.GetExternalAddressFor(address) ?? (address.Protocol == DefaultAddress.Protocol ? DefaultAddress : null);

    /// <summary>A path of this system without address, or one with any address.</summary>
    public InternalActorRef ResolveText(string text)
    {
        if (!PathTexts.IsRelative(text))
        {
            return InternalActorRef.Of(ResolveActorRef(text));
        }

        return ActorPath.TryParse(RootPath, text, out var path) ? InternalActorRef.Of(ResolveActorRef(path)) : DeadLettersRef;
    }

    /// <summary>Who waits for an answer; dead letters when nobody does any more.</summary>
    public InternalActorRef ResolveTemporary(string text)
    {
        var found = TempActor(PathTexts.TemporaryName(text));
        return found.IsNobody() ? DeadLettersRef : found;
    }

    protected override InternalActorRef ResolveRemote(ActorPath path)
    {
        if (path.Address.Host is null || path.Address.Port is null || Remoting is null)
        {
            return DeadLettersRef;
        }

        return new RemoteActorRef(this, Remoting.AssociationWith(path.Address), PathTexts.Relative(path));
    }
}
