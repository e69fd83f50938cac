namespace Hanzo.Network.Cluster.Joining;

/// <summary>Defaults that joining and downing rely on; a caller's own configuration goes over them.</summary>
internal static class JoiningHocon
{
    public const string Text =
        """
        akka {
          actor.provider = cluster
          discovery {
            method = udp-broadcast
            udp-broadcast.class = "Hanzo.Network.Cluster.Joining.UdpBroadcastDiscovery, Hanzo.Network.Cluster"
          }
          # A node that is dialled a moment too early must not be shut out for long.
          remote.retry-gate-closed-for = 200ms
          cluster {
            downing-provider-class = "Hanzo.Network.Cluster.Membership.HomeDowningProvider, Hanzo.Network.Cluster"
            # A handful of nodes on a LAN: a join takes a few rounds of gossip, so rounds are short.
            gossip-interval = 250ms
            leader-actions-interval = 200ms
            periodic-tasks-initial-delay = 100ms
            unreachable-nodes-reaper-interval = 250ms
            retry-unsuccessful-join-after = 1s
            # Silence alone downs nobody before downing's own wait has passed, so that detection may be quick.
            failure-detector {
              heartbeat-interval = 500ms
              acceptable-heartbeat-pause = 2s
              expected-response-after = 500ms
            }
          }
        }
        """;
}
