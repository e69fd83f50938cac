using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Simulation.Tests.Variants;

/// <summary>A session that begins its effects while the decision for them is on its way to the journal.</summary>
internal sealed class StartsUnreserved(SessionServices services, string entityId) : SessionActor(services, entityId)
{
    protected override void Record(Decision decision, Action<Decision>? then)
    {
        Begin(decision.Effects);
        base.Record(decision with { Effects = [] }, then);
    }
}
