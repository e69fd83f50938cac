using Akka.Actor.Setup;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>What joining and downing need of the outside world, given to an actor system when it is created.</summary>
public sealed class JoiningSetup(JoiningOptions options, IDatagramsFactory datagrams, IDialer dialer, TimeProvider time) : Setup
{
    public JoiningOptions Options { get; } = options;
    public IDatagramsFactory Datagrams { get; } = datagrams;
    public IDialer Dialer { get; } = dialer;
    public TimeProvider Time { get; } = time;

    /// <summary>Where this generation's progress is published.</summary>
    public JoinBoard Board { get; } = new();
}
