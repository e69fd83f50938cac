using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using static Hanzo.Network.Cluster.Registry.RegistryProtocol;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>Asks the registry of the present actor system, by way of its directory.</summary>
internal sealed class NetworkRegistry(NodeProcess process, GenerationGate gate) : INetworkRegistry
{
    /// <summary>A majority is waited for three times at most: to read, to write, to list.</summary>
    private static readonly TimeSpan AnswerWithin = SharedRegistry.Confirmation * 3 + TimeSpan.FromSeconds(1);

    public async Task<Agent> PutAgentAsync(Agent agent, CancellationToken cancellation)
    {
        var version = await AskAsync(new PutAgent(agent), cancellation);
        return DeployedAgents.Next(agent, version - 1).Definition!;
    }

    public async Task<bool> RemoveAgentAsync(AgentName name, CancellationToken cancellation) =>
        await AskAsync(new RemoveAgent(name, process.Time.GetUtcNow()), cancellation) > 0;

    public Task<long> LookForAgentAsync(AgentName name, CancellationToken cancellation) => AskAsync(new LookForAgent(name), cancellation);

    public Task WishAsync(SlotId slot, string node, CancellationToken cancellation) => AskAsync(new PutWish(slot, node), cancellation);

    private async Task<long> AskAsync(ISharedRequest request, CancellationToken cancellation)
    {
        var generation = await gate.RequireAsync(process, cancellation);
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation, generation.EndedToken);
        try
        {
            return await generation.Directory.Ask<object>(request, AnswerWithin, asking.Token) switch
            {
                Done done => done.Version,
                Refused refused => throw new AgentNetworkException(refused.Error, refused.Message),
                var other => throw new InvalidOperationException($"The registry has answered {other}."),
            };
        }
        catch (AskTimeoutException cause)
        {
            throw new AgentNetworkException(NetworkError.Unavailable, "the registry does not answer; a change may still come.", cause);
        }
        catch (OperationCanceledException cause) when (!cancellation.IsCancellationRequested)
        {
            throw new AgentNetworkException(
                NetworkError.Unavailable, "this node left the network while it was asked; a change may still come.", cause);
        }
    }
}
