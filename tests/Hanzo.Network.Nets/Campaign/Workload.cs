using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hanzo.Network.Nets.Nodes;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Nets.Campaign;

/// <summary>Runs and writes of shared state at every node at once, and what of them was acknowledged.</summary>
internal sealed class Workload(IReadOnlyList<LabNode> nodes)
{
    public const string Key = "written";

    /// <summary>Of runs in sessions that are there already: each such session has so many.</summary>
    private const int RunsPerSession = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>An answer that takes longer counts as none.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(15);

    private long _number;

    public ConcurrentQueue<RunBody> Runs { get; } = new();

    public ConcurrentQueue<long> Writes { get; } = new();

    /// <summary>Until told to stop; what is under way then still counts when it is answered.</summary>
    public Task WorkAsync(CancellationToken stop) =>
        Task.WhenAll(nodes.SelectMany(node => new[] { RunAsync(node, stop), WriteAsync(node, stop) }));

    private async Task RunAsync(LabNode node, CancellationToken stop)
    {
        string? session = null;
        using var pause = new PeriodicTimer(Pause);
        for (var count = 1; !stop.IsCancellationRequested; count++)
        {
            var request = new RunRequestBody { Agent = "echo", Input = $"{node.Id} {count}", Session = session };
            var run = await AnsweredAsync(cancellation => node.Client.RunAsync(request, cancellation));
            if (run is not null) Runs.Enqueue(run);
            session = run is null || count % RunsPerSession == 0 ? null : run.Session;
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task WriteAsync(LabNode node, CancellationToken stop)
    {
        var state = new StateClient(node.Client);
        using var pause = new PeriodicTimer(Pause);
        while (!stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _number);
            if (await AnsweredAsync(cancellation => state.AppendAsync(Key, JsonValue.Create(number), cancellation)) is not null)
                Writes.Enqueue(number);
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Null: refused, or not in time; a node that is cut off may do either.</summary>
    private static async Task<T?> AnsweredAsync<T>(Func<CancellationToken, Task<T>> call)
        where T : class
    {
        using var deadline = new CancellationTokenSource(CallTimeout);
        try
        {
            return await call(deadline.Token);
        }
        catch (Exception e) when (e is NodeClientException or OperationCanceledException)
        {
            return null;
        }
    }
}
