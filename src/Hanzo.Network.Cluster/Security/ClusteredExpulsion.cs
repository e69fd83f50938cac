using Akka.Actor;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Security;
using static Hanzo.Network.Cluster.Security.RevocationProtocol;

namespace Hanzo.Network.Cluster.Security;

internal sealed class ClusteredExpulsion(NodeProcess process, GenerationGate gate) : INodeExpulsion
{
    public async Task<Expulsion> ExpelAsync(string nodeId, RevocationList list, CancellationToken cancellation)
    {
        var generation = await gate.RequireAsync(process, cancellation);
        var keeper = generation.System.ActorSelection($"/user/{RevocationKeeper.Name}");
        var done = await keeper.Ask<Expelled>(new Expel(nodeId, list), RevocationKeeper.LongestExpel, cancellation);
        return new Expulsion(done.WasMember, done.Everywhere);
    }
}
