using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Setup;
using Hanzo.Network.Joining;
using Hanzo.Network.Security;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>What joining and downing need of the outside world, given to an actor system when it is created.</summary>
/// <param name="board">Where this actor system's progress is published.</param>
internal sealed class JoiningSetup(
    JoiningOptions options, IDatagramsFactory datagrams, IDialer dialer, TimeProvider time, Board<JoinStatus> board) : Setup
{
    public JoiningOptions Options { get; } = options;
    public IDatagramsFactory Datagrams { get; } = datagrams;
    public IDialer Dialer { get; } = dialer;
    public TimeProvider Time { get; } = time;
    public Board<JoinStatus> Board { get; } = board;

    /// <summary>Roads beside beacons and the seeds of the options.</summary>
    public ImmutableArray<IContactRoad> Roads { get; init; } = [];

    /// <summary>Of the network; null: it is not secured.</summary>
    public NetworkKeys? Keys { get; init; }

    /// <summary>Roads beside UDP that carry beacons.</summary>
    public ImmutableArray<BeaconRoad> BeaconRoads { get; init; } = [];

    /// <summary>Null: no other node of this machine is known to ask for it.</summary>
    public IFoundingRight? Right { get; init; }

    /// <summary>Asks the host for an orderly end of this actor system, and another one.</summary>
    public Action Rejoin { get; init; } = () => { };

    /// <exception cref="InvalidOperationException">The system was created without one.</exception>
    public static JoiningSetup Of(ActorSystem system) =>
        system.Settings.Setup.Get<JoiningSetup>() is { HasValue: true } setup
            ? setup.Value
            : throw new InvalidOperationException($"actor system '{system.Name}' was created without a {nameof(JoiningSetup)}.");

    /// <summary>Starts the joining actors; from now on the node looks for its network.</summary>
    public static void Start(ActorSystem system, NodeIdentity self)
    {
        var setup = Of(system);
        var contact = system.ActorOf(ContactActor.Props(setup, self), ContactActor.Name);
        system.ActorOf(JoinActor.Props(setup, new BeaconTraffic(self, setup.Keys, setup.Time), contact), JoinActor.Name);
    }
}
