using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Agents.Choices;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Placement;
using static Hanzo.Network.Cluster.Registry.RegistryProtocol;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>Asks the registry of the present actor system, by way of its directory.</summary>
internal sealed class NetworkRegistry(NodeProcess process, GenerationGate gate) : INetworkRegistry
{
    private readonly AgentGroup? _group = process.Choices is { } choices ? new AgentGroup(choices) : null;

    public async Task<Agent> PutAgentAsync(Agent agent, CancellationToken cancellation)
    {
        if (_group is { } group)
        {
            if (DeployedAgents.TooLarge(agent) is { } why) throw new AgentNetworkException(NetworkError.InvalidRequest, why);
            return (await CommitAsync(group, new AgentChange.Deploy(agent), cancellation))!.Definition!;
        }

        var version = await ChangeAsync(agent.Name, new PutAgent(agent), cancellation);
        return DeployedAgent.Next(agent, version - 1).Definition!;
    }

    public Task RemoveAgentAsync(AgentName name, CancellationToken cancellation) => _group is { } group
        ? CommitAsync(group, new AgentChange.TakeBack(name, process.Time.GetUtcNow()), cancellation)
        : ChangeAsync(name, new RemoveAgent(name, process.Time.GetUtcNow()), cancellation);

    public Task<long> LookForAgentAsync(AgentName name, CancellationToken cancellation) =>
        AskAsync(Here, new LookForAgent(name), cancellation);

    public Task WishAsync(SlotId slot, string node, CancellationToken cancellation) =>
        AskAsync(Here, new PutWish(slot, node), cancellation);

    /// <returns>Null: it was so already.</returns>
    private async Task<DeployedAgent?> CommitAsync(AgentGroup group, AgentChange change, CancellationToken cancellation)
    {
        var known = process.Board.Current.Deployed.ByName.GetValueOrDefault(change.Name);
        if (await group.ChangeAsync(change, known, cancellation) is not { } decided) return null;
        try
        {
            await AskAsync(Here, new Committed(decided, IsAwaited: true), cancellation);
        }
        catch (AgentNetworkException late) when (late.Error == NetworkError.Unavailable)
        {
            // It is decided nevertheless, and all nodes hear of it from the group.
        }

        return decided;
    }

    /// <summary>This node would hear of it by and by, its caller wants to go on with it now.</summary>
    private async Task<long> ChangeAsync(AgentName name, ISharedRequest request, CancellationToken cancellation)
    {
        var version = await AskAsync(AtKeeper, request, cancellation);
        try
        {
            await LookForAgentAsync(name, cancellation);
        }
        catch (AgentNetworkException late) when (late.Error == NetworkError.Unavailable)
        {
            // The change counts nevertheless, and this node is told of it as all others are.
        }

        return version;
    }

    private static IActorRef Here(Generation generation) => generation.Directory;

    private static ICanTell AtKeeper(Generation generation) =>
        AgentKeeper.Of(Akka.Cluster.Cluster.Get(generation.System)) is { } keeper
            ? generation.System.ActorSelection($"{keeper.Address}/user/{NodeDirectory.Name}")
            : generation.Directory;

    private async Task<long> AskAsync(Func<Generation, ICanTell> whom, ISharedRequest request, CancellationToken cancellation)
    {
        var generation = await gate.RequireAsync(process, cancellation);
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation, generation.EndedToken);
        try
        {
            return await whom(generation).Ask<object>(request, SharedRegistry.LongestChange, asking.Token) switch
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
