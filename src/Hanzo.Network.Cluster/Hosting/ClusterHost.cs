using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>
/// Keeps the node's actor system alive within its process: starts it, replaces it when it has ended by itself (downed,
/// quarantined) or when asked to, and leaves the network in order when the process stops.
/// </summary>
internal sealed class ClusterHost(NodeProcess process, GenerationGate gate, IJoining joining, ILogger<ClusterHost> log) : IHostedService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _stop = NewSignal();
    private TaskCompletionSource _restart = NewSignal();
    private Task _supervision = Task.CompletedTask;
    private int _port;
    private long _started;

    /// <summary>Counts the actor systems of this process.</summary>
    public long Generations => Volatile.Read(ref _started);

    /// <summary>False when nobody looks after the actor system any more.</summary>
    public bool IsAlive => !_supervision.IsCompleted;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        process.Device.Current = process.Options.Device ?? await process.Probe.ProbeAsync(cancellationToken);
        var first = await LaunchAsync(cancellationToken);
        _supervision = SuperviseAsync(first);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        _stop.TrySetResult();
        await _supervision;
    }

    /// <summary>Replaces the actor system: leaves the network in order and joins it again.</summary>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        var before = Generations;
        Volatile.Read(ref _restart).TrySetResult();
        while (Generations == before) await process.Board.WaitAsync(_ => Generations > before, cancellation);
        await gate.WaitAsync(Timeout.InfiniteTimeSpan, cancellation);
    }

    private async Task SuperviseAsync(Generation generation)
    {
        while (true)
        {
            var ready = OpenWhenReadyAsync(generation);
            await Task.WhenAny(generation.Ended, Volatile.Read(ref _restart).Task, _stop.Task);
            gate.Close();
            generation.Withdraw();
            await EndAsync(generation);
            await ready;
            if (_stopping.IsCancellationRequested) return;
            Volatile.Write(ref _restart, NewSignal());
            if (await RelaunchAsync() is not { } next) return;
            generation = next;
        }
    }

    private async Task OpenWhenReadyAsync(Generation generation)
    {
        try
        {
            await Readiness.WaitAsync(generation, process.Board, process.Time);
            gate.Open(generation);
            HostLog.Ready(log, process.Options.NodeId);
        }
        catch (OperationCanceledException) when (generation.EndedToken.IsCancellationRequested)
        {
            // It ended before it was ready.
        }
        catch (Exception error)
        {
            HostLog.NotReady(log, error);
        }
    }

    private async Task EndAsync(Generation generation)
    {
        try
        {
            if (generation.Ended.IsCompleted && !_stopping.IsCancellationRequested) HostLog.Replacing(log);
            else await generation.LeaveAsync(process.Options.LeaveTimeout);
            await generation.DisposeAsync();
        }
        catch (Exception error)
        {
            HostLog.EndFailed(log, error);
        }

        process.Board.Publish(process.Board.Current.WithoutNodes());
    }

    private async Task<Generation?> RelaunchAsync()
    {
        for (var delay = FirstRetry; ; delay = delay * 2 < LongestRetry ? delay * 2 : LongestRetry)
        {
            try
            {
                return await LaunchAsync(_stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception error)
            {
                HostLog.StartFailed(log, error, delay);
                await Task.Delay(delay, process.Time, _stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                if (_stopping.IsCancellationRequested) return null;
            }
        }
    }

    private async Task<Generation> LaunchAsync(CancellationToken cancellation)
    {
        var wanted = _port > 0 ? _port : process.Options.ListenPort;
        for (var from = wanted; ;)
        {
            var port = ListenPort.FindFree(IPAddress.Parse(process.Options.Bind), from);
            try
            {
                var generation = await Generation.StartAsync(process, port, joining, cancellation);
                if (port != wanted) HostLog.PortTaken(log, wanted, port);
                _port = generation.Identity.Address.Port;
                process.Address = generation.Identity.Address.ToString();
                Interlocked.Increment(ref _started);
                var self = generation.Identity;
                HostLog.Listening(log, self.NodeId, self.Network, self.Address.ToString(), self.Runtime, self.Version);
                return generation;
            }
            catch (Exception error) when (port > 0 && port - wanted < ListenPort.Tries && InnerHost.IsPortTaken(error))
            {
                from = port + 1;
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
