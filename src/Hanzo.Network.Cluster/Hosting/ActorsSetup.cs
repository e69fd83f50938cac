using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Setup;
using Hanzo.Network.Cluster.Membership;
using Hanzo.Network.Cluster.Sessions;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>
/// What carries sessions, waits for runs and decides on downing in one actor system; a system without one has the defaults.
/// </summary>
internal sealed class ActorsSetup : Setup
{
    private static readonly ActorsSetup Default = new();

    public Func<SessionServices, string, Props> Session { get; init; } = SessionActor.Props;

    public Func<RunCall, IActorRef, TimeProvider, TaskCompletionSource, CancellationToken, Props> RunClient { get; init; } =
        Sessions.RunClient.Props;

    public Func<DowningState, DowningInput, TimeSpan, (DowningState State, ImmutableArray<DowningEffect> Effects)> Downing { get; init; } =
        DowningDecider.Step;

    public static ActorsSetup Of(ActorSystem system) =>
        system.Settings.Setup.Get<ActorsSetup>() is { HasValue: true } setup ? setup.Value : Default;
}
