using Hanzo.Network.Agents;
using Hanzo.Network.Checkpoints;
using Hanzo.Network.Cluster.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Checkpoints;

/// <summary>
/// Begins with what the newest checkpoint knew; takes one every 30 s when something has changed, and when the node ends.
/// </summary>
internal sealed class AutomaticCheckpoints(NetworkCheckpoints checkpoints, NodeProcess process, ILogger<AutomaticCheckpoints> log)
    : IHostedService, IDisposable
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var revived = await checkpoints.ReviveAsync(damage => CheckpointLog.Damaged(log, damage.Message), cancellationToken);
            if (revived is not null) CheckpointLog.Revived(log, revived.Id, revived.Keys);
        }
        catch (AgentNetworkException error)
        {
            CheckpointLog.NotRevived(log, error.Message);
        }

        _running = RunAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Cancel();
        await _running;
        await TakeAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Period, process.Time, _stopping.Token);
                await TakeAsync(_stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The last one is taken by whoever stops it.
        }
    }

    private async Task TakeAsync(CancellationToken cancellation)
    {
        if (!checkpoints.IsDue) return;
        try
        {
            await checkpoints.TakeAsync(CheckpointReason.Automatic, cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // It is due again in the next period, whatever it was.
            CheckpointLog.NotTaken(log, error.Message);
        }
    }
}
