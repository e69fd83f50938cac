using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>
/// A deployment is confirmed by a majority and reaches the other nodes by and by: one of those asks the others before it says that
/// there is no such agent.
/// </summary>
internal sealed class AgentSightings(NodeProcess process, INetworkRegistry registry, UnknownAgents unknown)
{
    /// <summary>For the directory to hear what the registry was told.</summary>
    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(1);

    /// <summary>A node tells its slots each second, and all others what it tells.</summary>
    private static readonly TimeSpan HomesHeardWithin = TimeSpan.FromSeconds(2);

    /// <summary>Returns at once when the agent is or was known; the caller looks at the board afterwards.</summary>
    public async Task LookForAsync(AgentName name, CancellationToken cancellation)
    {
        var snapshot = process.Board.Current;
        if (snapshot.Agents.ContainsKey(name) || Dispatcher.WasKnown(snapshot, name) || unknown.Contains(name)) return;
        var version = 0L;
        try
        {
            version = await registry.LookForAgentAsync(name, cancellation);
        }
        catch (AgentNetworkException unavailable) when (unavailable.Error is NetworkError.Unavailable)
        {
            // What this node knows by itself must do.
        }

        if (version == 0) unknown.Add(name);
        else await HeardAsync(s => s.DeployedVersion(name) >= version, HeardWithin, cancellation);
    }

    /// <summary>
    /// An agent that was taken back still has the runs of nodes that had it; which slots those have is heard of within a second.
    /// </summary>
    public async Task LookForHomeAsync(SlotId slot, CancellationToken cancellation)
    {
        if (process.Board.Current.UndeployedText(slot.Agent) is not null)
            await HeardAsync(s => s.HasHome(slot), HomesHeardWithin, cancellation);
    }

    /// <returns>False: not within the time.</returns>
    public async Task<bool> HeardAsync(Func<DirectorySnapshot, bool> condition, TimeSpan within, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(within, process.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await process.Board.WaitAsync(condition, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
