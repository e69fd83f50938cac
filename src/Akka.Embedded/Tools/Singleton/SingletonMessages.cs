using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace Akka.Embedded.Tools.Singleton;

internal interface ISingletonMessage : IDeadLetterSuppression;

/// <summary>A manager asks an older one to say when it is over there.</summary>
/// <param name="ToUid">Meant for this incarnation only.</param>
internal sealed record AskOver(int ToUid, UniqueAddress From) : ISingletonMessage;

/// <inheritdoc cref="HandOverInput.OverSaid"/>
internal sealed record OverHere(UniqueAddress From, TimeSpan Remaining, ImmutableArray<UniqueAddress> Unsettled) : ISingletonMessage;

/// <summary>A proxy asks a manager, which answers when its instance runs.</summary>
internal sealed record FindSingleton : ISingletonMessage
{
    public static readonly FindSingleton Instance = new();
}

internal sealed record SingletonHere(IActorRef Singleton) : ISingletonMessage;
