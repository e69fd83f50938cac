using Hanzo.Network.Cluster.Sessions;

namespace Hanzo.Network.Simulation.Tests.Variants;

/// <summary>A recovered session that waits to be spoken to, whatever was under way.</summary>
internal sealed class DoesNotResume(SessionServices services, string entityId) : SessionActor(services, entityId)
{
    protected override void TakeOver()
    {
    }
}
