using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Sessions;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>
/// Takes this node out of service and looks how far that is until nothing is under way on it, in one actor system after the other.
/// </summary>
internal sealed class NodeDrain(NodeProcess process, GenerationGate gate)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(3);

    public async IAsyncEnumerable<DrainStep> DrainAsync(
        TimeSpan timeout, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        TimeLimits.Require(nameof(timeout), timeout, DrainStep.MaxTimeout);
        await gate.RequireAsync(process, cancellation);
        process.IsDraining = true;
        var progress = new DrainProgress(process.Time.Elapsed(), timeout);
        var telling = new DrainTelling();
        for (DrainStep? told = null; told is not { IsLast: true };)
        {
            progress = Close(progress.Next(await LookAsync(telling, progress, cancellation), process.Time.Elapsed()));
            if (progress.Step != told) yield return progress.Step;
            told = progress.Step;
            if (!told.IsLast) await Task.Delay(Every, process.Time, cancellation);
        }
    }

    /// <summary>From the last step on the node takes no run, so that none is accepted and then cut.</summary>
    private DrainProgress Close(DrainProgress progress)
    {
        if (progress.Step.Phase is DrainPhase.Drained && !process.Gauge.TryClose()) return progress.Disturbed();
        if (progress.Step.Phase is DrainPhase.TimedOut) process.Gauge.Close();
        return progress;
    }

    /// <summary>What does not answer, as an actor system that is being replaced does not, is looked at again.</summary>
    private async Task<DrainLook> LookAsync(DrainTelling telling, DrainProgress progress, CancellationToken cancellation)
    {
        if (gate.Current is not { } generation) return new DrainLook(0, process.Gauge.Counts);
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation, generation.EndedToken);
        try
        {
            var isTold = await telling.TellAsync(generation, progress.Hurries(process.Time.Elapsed()), asking.Token);
            var region = await generation.Region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, AskTimeout, asking.Token);
            var look = new DrainLook(generation.Number, process.Gauge.Counts) { IsTold = isTold };
            return look.With(process.Board.Current, RegionSlots.Of(region));
        }
        catch (AskTimeoutException)
        {
            return new DrainLook(generation.Number, process.Gauge.Counts);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new DrainLook(0, process.Gauge.Counts);
        }
    }

    /// <summary>What the others have been told, as far as they have confirmed it.</summary>
    private sealed class DrainTelling
    {
        private (long Generation, bool Hurries)? _confirmed;

        public async Task<bool> TellAsync(Generation generation, bool hurries, CancellationToken cancellation)
        {
            if (_confirmed == (generation.Number, hurries)) return true;
            var answer = await generation.Directory.Ask<Told>(new Drain(hurries), AskTimeout, cancellation);
            if (answer.Everywhere) _confirmed = (generation.Number, hurries);
            return answer.Everywhere;
        }
    }
}
