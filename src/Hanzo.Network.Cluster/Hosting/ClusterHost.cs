using System.Net;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting.Routes;
using Hanzo.Network.Cluster.Joining;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>
/// Keeps the node's actor system alive within its process: starts it, replaces it when it has ended by itself (downed,
/// quarantined) or when asked to, and leaves the network in order when the process stops.
/// </summary>
internal sealed class ClusterHost(
    NodeProcess process,
    DeviceWatch device,
    GenerationGate gate,
    NetworkJoining joining,
    AddressWatch addresses,
    IHostApplicationLifetime lifetime,
    ILogger<ClusterHost> log)
    : IHostedService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    /// <summary>Where nobody hears it.</summary>
    private static readonly TimeSpan LongestSilentLeave = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _stop = Completions.New();
    private TaskCompletionSource _restart = Completions.New();
    private Task _supervision = Task.CompletedTask;
    private Task _measuring = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;
    private long _started;

    /// <summary>Counts the actor systems of this process.</summary>
    public long Generations => Volatile.Read(ref _started);

    /// <summary>The actor system that lives at present, whether it serves or not; null between two.</summary>
    public Generation? Present { get; private set; }

    /// <summary>False when nobody looks after the actor system any more.</summary>
    public bool IsAlive => !_supervision.IsCompleted;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        joining.Rejoin = Replace;
        await device.LookAsync(process.Options.Device, cancellationToken);
        var first = await LaunchAsync(cancellationToken);
        _supervision = SuperviseAsync(first);
        _measuring = device.MeasureAsync(_stopping.Token);
        _watching = addresses.WatchAsync(Replace, _stopping.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Cancel();
        _stop.TrySetResult();
        await _supervision;
        await _measuring;
        await _watching;
    }

    /// <summary>Replaces the actor system: leaves the network in order and joins it again.</summary>
    /// <exception cref="AgentNetworkException">There is no other actor system to come: the node stops.</exception>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        var next = gate.AfterAsync(Generations, cancellation);
        Replace();
        if (await Task.WhenAny(next, _supervision) != next)
            throw new AgentNetworkException(NetworkError.Unavailable, $"node '{process.Options.NodeId}' stops; it does not start anew.");
        await next;
    }

    private void Replace() => Volatile.Read(ref _restart).TrySetResult();

    private async Task SuperviseAsync(Generation generation)
    {
        while (true)
        {
            var ready = OpenWhenReadyAsync(generation);
            var outdated = process.Standing.WaitAsync(standing => standing.IsOutdated, generation.EndedToken);
            await Task.WhenAny(generation.Leaving, generation.Ended, Volatile.Read(ref _restart).Task, _stop.Task, outdated);
            if (_stop.Task.IsCompleted || Volatile.Read(ref _restart).Task.IsCompleted) OnLeaving();
            else if (generation.Leaving.IsCompleted || generation.Ended.IsCompleted) OnLost();
            gate.Close(generation);
            generation.Withdraw();
            await EndAsync(generation);
            await ready;
            if (_stopping.IsCancellationRequested) return;
            if (!generation.Ended.IsCompleted)
            {
                // A second actor system beside it would be refused as its twin, for as long as it lives.
                HostLog.DoesNotEnd(log);
                lifetime.StopApplication();
                return;
            }

            Volatile.Write(ref _restart, Completions.New());
            if (await RelaunchAsync() is not { } next) return;
            generation = next;
        }
    }

    private void OnLeaving() => process.Standing.Update(standing => standing.Left());

    /// <summary>The actor system ends, and nobody has asked it to: this node was cut off.</summary>
    private void OnLost()
    {
        HostLog.Replacing(log);
        var (id, now) = (process.Ids.NewUlid(), process.Time.GetUtcNow());
        process.Standing.Update(standing => standing.Lost(id, now));
        if (process.Standing.Current.Detachment is { } detachment) HostLog.Detached(log, string.Join(", ", detachment.Others));
    }

    private async Task OpenWhenReadyAsync(Generation generation)
    {
        try
        {
            await Readiness.WaitAsync(generation, process.Board, process.Time);
            if (!gate.Open(generation)) return;
            HostLog.Ready(log, process.Options.NodeId);
            generation.WakeBranches();
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
        var longest = process.Options.LeaveTimeout;
        var goodbye = addresses.IsCutOff && LongestSilentLeave < longest ? LongestSilentLeave : longest;
        if (!generation.Ended.IsCompleted) await TryAsync(() => generation.LeaveAsync(goodbye));
        await TryAsync(() => generation.DisposeAsync().AsTask().WaitAsync(longest, process.Time));
        process.Board.Publish(process.Board.Current.WithoutNodes());
        if (generation.Ended.IsCompleted) Present = null;
    }

    private async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception error)
        {
            HostLog.EndFailed(log, error);
        }
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
                await Task.WhenAny(Task.Delay(delay, process.Time), _stop.Task);
                if (_stopping.IsCancellationRequested) return null;
            }
        }
    }

    private AdvertisedAddress Advertised => AdvertisedAddress.Of(process.Options, process.Datagrams, process.Address, addresses.Chosen);

    private async Task<Generation> LaunchAsync(CancellationToken cancellation)
    {
        process.Standing.Update(standing => standing.Seeking());
        await addresses.ChooseAsync(cancellation);
        var wanted = process.ListenPort > 0 ? process.ListenPort : process.Options.ListenPort;
        for (var from = wanted; ;)
        {
            var port = ListenPort.FindFree(joining.Dialer, IPAddress.Parse(process.Options.Bind), from);
            try
            {
                var advertised = Advertised;
                var generation = await Generation.StartAsync(process, Generations + 1, advertised, port, joining, cancellation);
                if (port != wanted) HostLog.PortTaken(log, wanted, port);
                // An advertised port says nothing of the one listened on.
                process.ListenPort = port > 0 || advertised.Port > 0 ? port : generation.Identity.Address.Port;
                process.Address = generation.Identity.Address.ToString();
                Interlocked.Increment(ref _started);
                Present = generation;
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
}
