using Akka.Actor;
using Hanzo.Network.Cluster.Sessions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Simulation.Tests.Variants;

/// <summary>A run client that hears answers only: neither time nor changes of membership make it ask again.</summary>
internal sealed class AsksOnce(
    RunCall call, IActorRef region, TimeProvider time, TaskCompletionSource stopped, CancellationToken withdrawn)
    : RunClient(call, region, time, stopped, withdrawn)
{
    protected override bool AroundReceive(Receive receive, object message) =>
        message is not (RunAccepted or RunRefused or RunObserved or RunUnknown or Abandon) || base.AroundReceive(receive, message);
}
