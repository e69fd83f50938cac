using System.Collections.Immutable;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>Compares what was acknowledged in all rounds with what the nodes tell when all is over.</summary>
internal sealed class CampaignJudge(CampaignNetwork network, IReadOnlyList<RoundLog> rounds)
{
    /// <summary>For what is written last to come to all nodes.</summary>
    private static readonly TimeSpan Convergence = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly CampaignReader _reader = new(network);

    public async Task<ImmutableArray<string>> WrongAsync(CancellationToken cancellation)
    {
        var effects = network.Effects.ReadAll();
        var wrong = ImmutableArray.CreateBuilder<string>();
        wrong.AddRange(EffectJudge.Twice(effects));
        foreach (var round in rounds)
        {
            foreach (var log in round.Runs) wrong.AddRange(await WrongRunAsync(log, round.Number, effects, cancellation));
            // One that did not come back has been told of by then.
            foreach (var node in CampaignNetwork.Ids.Where(id => network[id].IsUp))
                wrong.AddRange(await WrongStateAsync(round, node, cancellation));
        }

        return wrong.ToImmutable();
    }

    private async Task<IEnumerable<string>> WrongRunAsync(
        RunLog log, int askedAt, ImmutableDictionary<EffectCall, int> effects, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Patience);
        try
        {
            var end = await _reader.EndAsync(log.Id, askedAt, deadline.Token);
            IEnumerable<string> missing = end is null ? [] : EffectJudge.Missing(log, end, effects);
            return RunJudge.Wrong(log, end).Concat(missing);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return [$"run {log.Id} is not told within {Patience.TotalSeconds} s"];
        }
    }

    private async Task<ImmutableArray<string>> WrongStateAsync(RoundLog round, string node, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Convergence);
        using var pause = new PeriodicTimer(Pause);
        ImmutableArray<string> wrong = [$"node {node} does not tell its state within {Convergence.TotalSeconds} s"];
        try
        {
            do
            {
                var found = await _reader.StateAsync(node, $"r{round.Number}.", deadline.Token);
                wrong = [.. WrongState(round, node, found)];
            }
            while (!wrong.IsEmpty && await pause.WaitForNextTickAsync(deadline.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What was wrong last is.
        }

        return wrong;
    }

    private static IEnumerable<string> WrongState(
        RoundLog round, string node, ImmutableDictionary<string, StateBody> found) =>
        from writes in round.Writes.GroupBy(write => write.Key)
        from sentence in StateJudge.Wrong(writes.Key, [.. writes], found.GetValueOrDefault(writes.Key))
        select $"node {node}: {sentence}";
}
