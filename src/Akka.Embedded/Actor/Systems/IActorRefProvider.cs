namespace Akka.Actor;

/// <summary>Makes and finds the references of one system.</summary>
public interface IActorRefProvider
{
    IActorRef DeadLetters { get; }

    IActorRef IgnoreRef { get; }

    /// <summary>The root of paths in this system, without host.</summary>
    ActorPath RootPath { get; }

    Settings Settings { get; }

    /// <summary>The address by which other systems know this one; without remoting the local one.</summary>
    Address DefaultAddress { get; }

    Serialization.Information SerializationInformation { get; }

    /// <summary>Completes when the root of all actors has ended.</summary>
    Task TerminationTask { get; }

    /// <summary>The actor at this path; dead letters are what is sent to a path without an actor.</summary>
    IActorRef ResolveActorRef(string path);

    IActorRef ResolveActorRef(ActorPath actorPath);

    IActorRef RootGuardianAt(Address address);

    /// <summary>
    /// The address of this system as one at <paramref name="address"/> has to write it; null when it cannot reach this one.
    /// </summary>
    Address? GetExternalAddressFor(Address address);

    /// <summary>A new path under <c>/temp</c>.</summary>
    ActorPath TempPath();
}
