using System.Collections.Immutable;
using Hanzo.Network.Consensus;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.Agents;

/// <summary>A network of agents; the same interface in one process and across a cluster.</summary>
/// <remarks>
/// Cancelling a call's token ends the waiting; a run that has started goes on. A request without an agent that suits nobody is
/// <see cref="NetworkError.NoCandidate"/>; a session without a history is <see cref="NetworkError.UnknownSession"/>.
/// </remarks>
public interface IAgentNetwork
{
    /// <summary>Deploying agents and moving their sessions.</summary>
    IAgentManager Agents { get; }

    INetworkManager Nodes { get; }

    /// <summary>Values that all nodes share.</summary>
    INetworkState State { get; }

    /// <summary>What the nodes agree on.</summary>
    IConsensusManager Consensus { get; }

    /// <summary>Runs to the end and returns the result; a run that failed is a result with <see cref="RunStatus.Failed"/>.</summary>
    /// <exception cref="AgentNetworkException">The run was refused or its outcome cannot be known.</exception>
    Task<RunResult> RunAsync(RunRequest request, CancellationToken cancellation = default);

    /// <summary>Starts a run and yields its events, the last one terminal.</summary>
    /// <exception cref="AgentNetworkException">As <see cref="RunAsync"/>.</exception>
    IAsyncEnumerable<RunEvent> StreamAsync(RunRequest request, CancellationToken cancellation = default);

    /// <summary>Starts a run and returns once it is recorded, before it ends.</summary>
    /// <exception cref="AgentNetworkException">As <see cref="RunAsync"/>.</exception>
    Task<RunResult> StartAsync(RunRequest request, CancellationToken cancellation = default);

    /// <summary>Null when the session knows no such run.</summary>
    Task<RunResult?> GetRunAsync(RunId run, CancellationToken cancellation = default);

    /// <summary>The run that a caller gave this id (<see cref="RunRequest.RunId"/>); null when there is none.</summary>
    /// <exception cref="AgentNetworkException">Whether there is one cannot be known now.</exception>
    Task<RunResult?> FindRunAsync(string givenId, CancellationToken cancellation = default);

    /// <summary>Gives a person's answer to what a run waits for (<see cref="RunResult.Approvals"/>).</summary>
    /// <returns>The run as it is then.</returns>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.Conflict"/>: it does not wait for that; <see cref="NetworkError.UnknownRun"/>.
    /// </exception>
    Task<RunResult> AnswerAsync(RunId run, string approval, PersonAnswer answer, CancellationToken cancellation = default);

    /// <summary>
    /// Ends a run: first the wish is recorded, then its calls are cut, then it is cancelled. What is cancelled already stays so.
    /// </summary>
    /// <param name="reason">At most <see cref="AnswerApproval.MaxReasonBytes"/>; null: <see cref="CancelRun.NoReason"/></param>
    /// <returns>The run, cancelled; its error names the calls of tools that were cut and may have taken effect.</returns>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.Conflict"/>: it has completed or failed; <see cref="NetworkError.UnknownRun"/>.
    /// </exception>
    Task<RunResult> CancelAsync(RunId run, string? reason = null, CancellationToken cancellation = default);

    /// <summary>
    /// Deletes a session with all that was said in it. Nothing of it can be had from then on; a run id that was chosen for a run of it is
    /// new some seconds later. What agents remember of it stays (<see cref="Memory.MemoryManager"/>).
    /// </summary>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.Conflict"/>: a run of it has not ended, which is named; <see cref="NetworkError.UnknownSession"/>: there is
    /// none, or it was deleted before; <see cref="NetworkError.Unconfirmed"/>: it is deleted, but not all could be removed from the
    /// journal, as it is when this is said again.
    /// </exception>
    Task DeleteSessionAsync(SessionId session, CancellationToken cancellation = default);

    /// <summary>
    /// The events of a run with a sequence number above <paramref name="after"/>; waits for more until a terminal one. None when that is
    /// not above <paramref name="after"/>.
    /// </summary>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.UnknownRun"/>; <see cref="NetworkError.InvalidRequest"/>: the run is unfinished, and its session has
    /// no event <paramref name="after"/> yet.
    /// </exception>
    IAsyncEnumerable<RunEvent> WatchAsync(RunId run, long after = 0, CancellationToken cancellation = default);

    Task<NetworkStatus> GetStatusAsync(CancellationToken cancellation = default);

    Task<ImmutableArray<AgentListing>> GetAgentsAsync(CancellationToken cancellation = default);

    /// <summary>
    /// The newest runs anywhere in the network that this node heard of, newest first,
    /// at most <see cref="RunNote.MaxKept"/>.
    /// </summary>
    Task<ImmutableArray<RunNote>> GetRecentRunsAsync(CancellationToken cancellation = default);

    /// <summary>Waits until at least <paramref name="count"/> other nodes are healthy.</summary>
    Task WaitForPeersAsync(int count, CancellationToken cancellation = default);

    /// <summary>Null when no such peer is known.</summary>
    Task<PeerHealth?> CheckPeerHealthAsync(string nodeId, CancellationToken cancellation = default);
}
