using System.Collections.Concurrent;
using System.Collections.Immutable;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Chaos;
using Hanzo.Network.Node.Children;
using static System.FormattableString;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>
/// One kill of the node that runs a session, while others run and shared state is written at all nodes. The node is started again
/// when the session has gone on; the round ends when every run has, or its time is over.
/// </summary>
internal sealed class KillRound(CampaignNetwork network, KillMoment moment, CampaignLog log)
{
    private const int Bystanders = 2;
    private const int NumbersPerWriter = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<CampaignRun> _others = [];
    private ImmutableArray<Task<ImmutableArray<StateWrite>>> _writers = [];
    private CampaignRun? _subject;
    private TimeSpan? _killed;
    private TimeSpan? _back;
    private string _wentOnAt = "";

    /// <returns>What came of it, also when it broke.</returns>
    public async Task<RoundLog> RunAsync(CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Patience);
        var broken = await BrokenAsync(deadline.Token, cancellation);
        deadline.Cancel();
        var writes = await Task.WhenAll(_writers);
        return new RoundLog(
            moment.Number,
            _subject?.Node ?? "",
            moment.After,
            _wentOnAt,
            _killed is { } killed ? Failover.NextAnswer(_subject!.Steps, killed) : null,
            _back,
            TakeOvers.Of(_subject?.Steps ?? []),
            [.. _others.Prepend(_subject).OfType<CampaignRun>().Select(run => run.Log)],
            [.. writes.SelectMany(write => write)],
            broken);
    }

    /// <returns>Null: it did not break.</returns>
    private async Task<string?> BrokenAsync(CancellationToken deadline, CancellationToken cancellation)
    {
        try
        {
            _subject = await CampaignRun.StartAsync(
                network, $"kill-{moment.Number}", moment.AskedAt, moment.WatchedAt, watchedBeside: true, deadline);
            log.Note($"{_subject.Log.Id} is {_subject.Id} at '{_subject.Node}'");
            await KillAsync(_subject, deadline);
            return null;
        }
        catch (ChildException e)
        {
            return $"kill {moment.Number}: {e.Message}";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            IEnumerable<CampaignRun> acknowledged = [.. _others.Prepend(_subject).OfType<CampaignRun>()];
            var open = acknowledged.Where(run => !run.HasEnded).Select(run => $"{run.Log.Id} ({run.LastSeen})");
            return $"kill {moment.Number} did not end within {Patience.TotalSeconds} s; runs: {string.Join(", ", open)}";
        }
    }

    private async Task KillAsync(CampaignRun subject, CancellationToken cancellation)
    {
        var following = subject.FollowAsync();
        var others = Enumerable.Range(1, Bystanders).Select(number => StandByAsync(number, cancellation)).ToArray();
        using var written = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _writers = [.. CampaignNetwork.Ids.Select((id, index) =>
            new StateWriter(network, id, $"r{moment.Number}.", (index * NumbersPerWriter) + 1).WriteAsync(written.Token))];

        await Task.Delay(moment.After, cancellation);
        var killed = WatchClock.Now;
        await network[subject.Node].KillAsync();
        _killed = killed;
        log.Note($"'{subject.Node}' is killed; {subject.LastSeen}");
        using var look = new PeriodicTimer(LookPeriod);
        while (!following.IsCompleted && Failover.NextAnswer(subject.Steps, killed) is null) await look.WaitForNextTickAsync(cancellation);
        log.Note($"{subject.Log.Id} has gone on or ended, {subject.LastSeen}; '{subject.Node}' is started again");
        var restarting = RestartAsync(subject.Node, cancellation);
        await Task.WhenAll([following, .. others]);
        log.Note("all runs have ended");
        written.Cancel();
        await Task.WhenAll(_writers);
        var ended = await new CampaignReader(network).RunAsync(subject.Log.Id, moment.WatchedAt, cancellation);
        _wentOnAt = ended?.Node ?? "";
        await restarting;
    }

    private async Task RestartAsync(string node, CancellationToken cancellation)
    {
        var began = WatchClock.Now;
        await network.Nodes.RestartAsync(node, cancellation);
        _back = WatchClock.Now - began;
        log.Note(Invariant($"'{node}' is back after {_back.Value.TotalMilliseconds:0} ms"));
    }

    /// <summary>A run that may be anywhere, asked for anywhere, at any moment before the kill.</summary>
    private async Task StandByAsync(int number, CancellationToken cancellation)
    {
        await Task.Delay(moment.After * number / (Bystanders + 1), cancellation);
        var (id, askedAt, watchedAt) = ($"kill-{moment.Number}-{number}", moment.AskedAt + number, moment.WatchedAt + number);
        var run = await CampaignRun.StartAsync(network, id, askedAt, watchedAt, watchedBeside: false, cancellation);
        _others.Enqueue(run);
        log.Note($"{id} is {run.Id} at '{run.Node}'");
        await run.FollowAsync();
    }
}
