using System.Collections.Immutable;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Chaos;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>
/// One kill of the node that runs a session, while others run and shared state is written at all nodes; ends when every run has.
/// </summary>
internal sealed class KillRound(CampaignNetwork network, KillMoment moment)
{
    private const int Bystanders = 2;
    private const int NumbersPerWriter = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <exception cref="TimeoutException">A run does not end.</exception>
    public async Task<RoundLog> RunAsync(CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Patience);
        CampaignRun? subject = null;
        try
        {
            subject = await CampaignRun.StartAsync(
                network, $"kill-{moment.Number}", moment.AskedAt, moment.WatchedAt, watchedBeside: true, deadline.Token);
            return await KillAsync(subject, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var last = subject?.Steps.LastOrDefault()?.Type ?? "nothing";
            var seen = subject is null ? "not acknowledged" : $"last seen {last}, {subject.Break}";
            throw new TimeoutException($"kill {moment.Number}: not every run ended within {Patience.TotalSeconds} s; its own: {seen}");
        }
    }

    private async Task<RoundLog> KillAsync(CampaignRun subject, CancellationToken cancellation)
    {
        using var written = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var following = subject.FollowAsync();
        var bystanders = Enumerable.Range(1, Bystanders).Select(number => StandByAsync(number, cancellation)).ToArray();
        var writers = CampaignNetwork.Ids.Select((id, index) =>
            new StateWriter(network, id, $"r{moment.Number}.", (index * NumbersPerWriter) + 1).WriteAsync(written.Token)).ToArray();

        await Task.Delay(moment.After, cancellation);
        var killed = WatchClock.Now;
        await network[subject.Node].KillAsync();
        await following;
        var others = await Task.WhenAll(bystanders);
        written.Cancel();
        var writes = await Task.WhenAll(writers);

        var ended = await new CampaignReader(network).RunAsync(subject.Log.Id, moment.WatchedAt, cancellation);
        return new RoundLog(
            moment.Number,
            subject.Node,
            moment.After,
            ended?.Node ?? "",
            Failover.NextAnswer(subject.Steps, killed),
            TakeOvers.Of(subject.Steps),
            [subject.Log, .. others],
            [.. writes.SelectMany(write => write)]);
    }

    /// <summary>A run that may be anywhere, asked for anywhere, at any moment before the kill.</summary>
    private async Task<RunLog> StandByAsync(int number, CancellationToken cancellation)
    {
        await Task.Delay(moment.After * number / (Bystanders + 1), cancellation);
        var (id, askedAt, watchedAt) = ($"kill-{moment.Number}-{number}", moment.AskedAt + number, moment.WatchedAt + number);
        var run = await CampaignRun.StartAsync(network, id, askedAt, watchedAt, watchedBeside: false, cancellation);
        await run.FollowAsync();
        return run.Log;
    }
}
