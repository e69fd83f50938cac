using Akka.Actor;
using Akka.Remote;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>
/// Ends the actor system when another one has shut it out for good: that cannot be taken back, only a new actor system is
/// spoken to again.
/// </summary>
internal sealed class QuarantineWatch : ReceiveActor
{
    public const string Name = "quarantine";

    private bool _isShutOut;

    // Each peer says it, and again on each attempt to speak to it; once is enough.
    public QuarantineWatch(ILogger log) => Receive<ThisActorSystemQuarantinedEvent>(shutOut =>
    {
        if (_isShutOut) return;
        _isShutOut = true;
        HostLog.Quarantined(log, shutOut.RemoteAddress.ToString());
        _ = CoordinatedShutdown.Get(Context.System).Run(CoordinatedShutdown.ClusterDowningReason.Instance);
    });

    public static Props Props(ILogger log) => Akka.Actor.Props.Create(() => new QuarantineWatch(log));

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);
}
