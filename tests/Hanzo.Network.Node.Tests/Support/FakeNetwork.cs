using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Consensus;
using Hanzo.Network.Conversations;
using Hanzo.Network.Devices;
using Hanzo.Network.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hanzo.Network.Node.Tests.Support;

/// <summary>A network that answers what the test tells it to.</summary>
internal sealed class FakeNetwork : IAgentNetwork
{
    public static readonly RunId Run = RunId.Parse("echo.3.01JD0000000000000000000000.1");

    public NetworkStatus Status { get; set; } = new()
    {
        Network = "home",
        NodeId = "one",
        Runtime = "in-process",
        Version = "0.1.0",
        Durability = "memory-only",
        Address = "127.0.0.1:5681",
        Capabilities = new DeviceCapabilities { Model = "Test", Chip = "Fast", MemoryMb = 8192, Flops = new Flops(1, 2.5, null) },
        Load = new NodeLoad(0.25, 0.5, 1, 0),
        AgentCount = 1,
    };

    public ImmutableArray<AgentListing> Agents { get; set; } = [new(new Agent { Name = AgentName.Parse("echo") }, ["one"])];
    public ImmutableArray<RunNote> Notes { get; set; } = [];
    public AgentNetworkException? Failure { get; set; }
    public List<RunRequest> Requests { get; } = [];
    public FakeManager Manager { get; } = new();

    IAgentManager IAgentNetwork.Agents => Manager;

    public INetworkManager Nodes => Manager;

    public INetworkState State { get; set; } = new ServiceCollection()
        .AddSingleton(TimeProvider.System).AddInProcessNetwork(_ => { })
        .BuildServiceProvider().GetRequiredService<IAgentNetwork>().State;

    public IConsensusManager Consensus { get; set; } = new ServiceCollection()
        .AddSingleton(TimeProvider.System).AddInProcessNetwork(_ => { })
        .BuildServiceProvider().GetRequiredService<IAgentNetwork>().Consensus;

    /// <summary>What a watcher sees; it then waits for more unless the last one is terminal.</summary>
    public ImmutableArray<RunEvent> Events { get; set; } =
    [
        Event(1, RunEventTypes.Queued), Event(2, RunEventTypes.Started), Event(null, RunEventTypes.ModelDelta),
        Event(3, RunEventTypes.Completed),
    ];

    public int Watchers;

    public HealthCheckResult Check() => Failure is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(Failure.Message);

    public Task<RunResult> RunAsync(RunRequest request, CancellationToken cancellation = default) => Answer(request, RunStatus.Completed);

    public Task<RunResult> StartAsync(RunRequest request, CancellationToken cancellation = default) => Answer(request, RunStatus.Running);

    /// <summary>Goes before the answer to each request, which it is told.</summary>
    public Func<RunRequest, Task> OnStart { get; set; } = _ => Task.CompletedTask;

    public async IAsyncEnumerable<RunEvent> StreamAsync(
        RunRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Answer(request, RunStatus.Running);
        await foreach (var e in WatchAsync(Run, 0, cancellation)) yield return e;
    }

    public Task<RunResult?> FindRunAsync(string givenId, CancellationToken cancellation = default) =>
        Task.FromResult(
            Requests.Exists(request => request.RunId == givenId) ? Now with { GivenId = givenId } : null);

    public RunStatus RunStatus { get; set; } = RunStatus.Completed;

    private RunResult Now => Result("hello", RunStatus) with { Approvals = Approvals };

    /// <summary>What a run that is asked for waits with.</summary>
    public ImmutableArray<PendingApproval> Approvals { get; set; } = [];

    /// <summary>Answers given so far.</summary>
    public List<(RunId Run, string Approval, PersonAnswer Answer)> Answers { get; } = [];

    public async Task<RunResult> AnswerAsync(
        RunId run, string approval, PersonAnswer answer, CancellationToken cancellation = default)
    {
        Answers.Add((run, approval, answer));
        return (await GetRunAsync(run, cancellation))!;
    }

    /// <summary>Why runs were cancelled so far.</summary>
    public List<string?> Cancels { get; } = [];

    /// <summary>Why a run was cancelled first.</summary>
    public TaskCompletionSource<string?> Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<RunResult> CancelAsync(RunId run, string? reason = null, CancellationToken cancellation = default)
    {
        if (Failure is not null) throw Failure;
        Cancels.Add(reason);
        Cancelled.TrySetResult(reason);
        return Task.FromResult(Result("", RunStatus.Cancelled) with { Error = reason ?? "on request" });
    }

    /// <summary>Sessions deleted so far.</summary>
    public List<SessionId> Deleted { get; } = [];

    public Task DeleteSessionAsync(SessionId session, CancellationToken cancellation = default)
    {
        if (Failure is not null) throw Failure;
        Deleted.Add(session);
        return Task.CompletedTask;
    }

    public Task<RunResult?> GetRunAsync(RunId run, CancellationToken cancellation = default) =>
        Task.FromResult(run == Run ? Now : null);

    public async IAsyncEnumerable<RunEvent> WatchAsync(
        RunId run, long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref Watchers);
        try
        {
            if (Events[^1] is { IsTerminal: true, Sequence: { } last } && last <= after) yield break;
            foreach (var e in Events.Where(e => e.Sequence is null || e.Sequence > after)) yield return e;
            if (Events[^1].IsTerminal) yield break;
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref Watchers);
        }
    }

    public Task<NetworkStatus> GetStatusAsync(CancellationToken cancellation = default) =>
        Failure is null ? Task.FromResult(Status) : throw Failure;

    public Task<ImmutableArray<AgentListing>> GetAgentsAsync(CancellationToken cancellation = default) => Task.FromResult(Agents);

    public Task<ImmutableArray<RunNote>> GetRecentRunsAsync(CancellationToken cancellation = default) => Task.FromResult(Notes);

    public Task WaitForPeersAsync(int count, CancellationToken cancellation = default) => Task.CompletedTask;

    public Task<PeerHealth?> CheckPeerHealthAsync(string nodeId, CancellationToken cancellation = default) =>
        Task.FromResult<PeerHealth?>(null);

    public static RunEvent Event(long? sequence, string type) =>
        new(sequence, type, Run, DateTimeOffset.UnixEpoch, new JsonObject { ["n"] = sequence });

    private async Task<RunResult> Answer(RunRequest request, RunStatus status)
    {
        if (Failure is not null) throw Failure;
        Requests.Add(request);
        await OnStart(request);
        return Result(status == RunStatus.Completed ? request.Input : "", status) with { GivenId = request.RunId };
    }

    private static RunResult Result(string output, RunStatus status) =>
        new() { Id = Run, Node = "one", Status = status, Output = output, Why = "the only node" };
}
