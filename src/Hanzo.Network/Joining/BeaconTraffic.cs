using Hanzo.Network.Security;

namespace Hanzo.Network.Joining;

/// <summary>What one life of a node has for its beacons: it outlives the actors that send and hear them.</summary>
public sealed class BeaconTraffic
{
    /// <param name="keys">Null: the network is not secured.</param>
    public BeaconTraffic(NodeIdentity self, NetworkKeys? keys, TimeProvider time)
    {
        var seal = keys is null ? null : new BeaconSeal(keys);
        (Self, NetworkId, Voice) = (self, keys?.NetworkId, new BeaconVoice(self, seal));
        Gate = new BeaconGate(self, seal, Voice, Counters, time);
        Reception = new BeaconReception(self, Counters, seal);
    }

    public NodeIdentity Self { get; }

    /// <summary>Null: the network is not secured.</summary>
    public string? NetworkId { get; }

    public BeaconCounters Counters { get; } = new();
    public BeaconVoice Voice { get; }
    public BeaconGate Gate { get; }

    /// <summary>Of one actor at a time.</summary>
    public BeaconReception Reception { get; }
}
