using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Monitoring;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Consensus;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>The network as the process's callers hold it: waits, bounded, while the actor system below is replaced.</summary>
/// <remarks>Cancelling a call ends the caller's waiting; a run that has started goes on.</remarks>
internal sealed class ClusteredAgentNetwork(
    NodeProcess process, RunStarter starter, RunPursuer pursuer, IAgentManager agents, INetworkManager nodes, INetworkState state,
    IConsensusManager consensus)
    : IAgentNetwork
{
    private readonly ChildQuestions _questions = new(
        pursuer.FindAsync,
        pursuer.FindGivenAsync,
        (run, approval, answer, cancellation) =>
            pursuer.AnswerAsync(run, RunRequestRules.RequireAnswer(approval, answer), answer, cancellation),
        process.Time);

    public IAgentManager Agents { get; } = agents;

    public INetworkManager Nodes { get; } = nodes;

    public INetworkState State { get; } = state;

    public IConsensusManager Consensus { get; } = consensus;

    public Task<RunResult> RunAsync(RunRequest request, CancellationToken cancellation = default) =>
        PursueAsync(request, call => call.Completed, cancellation);

    public Task<RunResult> StartAsync(RunRequest request, CancellationToken cancellation = default) =>
        PursueAsync(request, call => call.Accepted, cancellation);

    public async IAsyncEnumerable<RunEvent> StreamAsync(
        RunRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var call = await starter.PrepareAsync(request, wantsEvents: true, cancellation);
        await foreach (var @event in FollowAsync(call, cancellation)) yield return @event;
    }

    public async IAsyncEnumerable<RunEvent> WatchAsync(
        RunId run, long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await pursuer.RequireHomeAsync(run.Session.Slot, cancellation);
        var known = new RunResult { Id = run, Node = "", Status = RunStatus.Running };
        var pursuit = new Pursuit(run.Session.Agent, process.Time.Elapsed(), Known: known) { OnlyWatches = true, Last = after };
        var call = new RunCall(pursuit, start: null, wantsEvents: true) { Network = process.Board };
        await foreach (var @event in FollowAsync(call, cancellation)) yield return @event;
    }

    public async Task<RunResult?> GetRunAsync(RunId run, CancellationToken cancellation = default) =>
        await _questions.GatherAsync(await pursuer.FindAsync(run, cancellation), cancellation);

    public async Task<RunResult?> FindRunAsync(string givenId, CancellationToken cancellation = default) =>
        await _questions.GatherAsync(await pursuer.FindGivenAsync(givenId, cancellation), cancellation);

    public Task<RunResult> AnswerAsync(RunId run, string approval, PersonAnswer answer, CancellationToken cancellation = default) =>
        _questions.AnswerAsync(run, approval, answer, cancellation);

    public Task<RunResult> CancelAsync(RunId run, string? reason = null, CancellationToken cancellation = default)
    {
        RunRequestRules.RequireReason(reason);
        return pursuer.CancelAsync(run, reason ?? CancelRun.NoReason, cancellation);
    }

    public Task DeleteSessionAsync(SessionId session, CancellationToken cancellation = default) =>
        pursuer.DeleteAsync(session, cancellation);

    public Task<NetworkStatus> GetStatusAsync(CancellationToken cancellation = default) => Task.FromResult(StatusView.Of(process));

    public Task<ImmutableArray<AgentListing>> GetAgentsAsync(CancellationToken cancellation = default) =>
        Task.FromResult(StatusView.Agents(process.Board.Current));

    public Task<ImmutableArray<RunNote>> GetRecentRunsAsync(CancellationToken cancellation = default) =>
        Task.FromResult(process.Board.Current.Runs.Notes);

    public Task WaitForPeersAsync(int count, CancellationToken cancellation = default) =>
        process.Board.WaitAsync(s => s.Nodes.Values.Count(n => n is { IsSelf: false, Healthy: true }) >= count, cancellation);

    public Task<PeerHealth?> CheckPeerHealthAsync(string nodeId, CancellationToken cancellation = default)
    {
        var peer = process.Board.Current.Find(nodeId);
        return Task.FromResult(peer is null
            ? null
            : new PeerHealth(peer.Healthy, peer.Latency?.TotalMilliseconds, peer.LastSeen) { State = peer.Track.State });
    }

    private async Task<RunResult> PursueAsync(RunRequest request, Func<RunCall, Task<RunResult>> until, CancellationToken cancellation)
    {
        var call = await starter.PrepareAsync(request, wantsEvents: false, cancellation);
        using var caller = new CancellationTokenSource();
        _ = pursuer.PursueAsync(call, caller.Token);
        try
        {
            return await until(call).WaitAsync(cancellation);
        }
        finally
        {
            caller.Cancel();
        }
    }

    private async IAsyncEnumerable<RunEvent> FollowAsync(RunCall call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = new CancellationTokenSource();
        _ = pursuer.PursueAsync(call, reader.Token);
        try
        {
            while (await call.Events.WaitToReadAsync(cancellation))
                while (call.Events.TryRead(out var @event)) yield return @event;
        }
        finally
        {
            reader.Cancel();
        }
    }
}
