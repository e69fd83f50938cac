using System.Collections.Immutable;
using Hanzo.Network.Nets.Nodes;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Nets.Campaign;

/// <summary>Asks the nodes what became of all that was acknowledged.</summary>
internal sealed class WorkloadJudge(IReadOnlyList<LabNode> nodes, Workload work)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>Empty: nothing is lost, and no session has two owners.</summary>
    public async Task<ImmutableArray<string>> WrongAsync()
    {
        var wrong = ImmutableArray.CreateBuilder<string>();
        wrong.AddRange(await WrongRunsAsync());
        wrong.AddRange(await WrongStateAsync());
        wrong.AddRange(await SharedSessionsAsync());
        return wrong.ToImmutable();
    }

    private async Task<ImmutableArray<string>> WrongRunsAsync()
    {
        var runs = work.Runs.ToArray();
        var verdicts = await Task.WhenAll(runs.Select((run, index) => JudgeAsync(run, nodes[index % nodes.Count])));
        return [.. verdicts.OfType<string>()];
    }

    private static async Task<string?> JudgeAsync(RunBody told, LabNode asked)
    {
        var now = await EventuallyAsync(
            cancellation => asked.Client.GetRunAsync(told.RunId, cancellation), run => run.Status == told.Status);
        return now switch
        {
            { Error: { } error } => $"run {told.RunId}, acknowledged by {told.Node}, at {asked.Id}: {error}",
            { Answer: { } run } when run.Status != told.Status || run.Output != told.Output =>
                $"run {told.RunId} was {told.Status} '{told.Output}', and is {run.Status} '{run.Output}' at {asked.Id}",
            _ => null,
        };
    }

    private async Task<ImmutableArray<string>> WrongStateAsync()
    {
        var written = work.Writes.ToHashSet();
        if (written.Count == 0) return [];
        var wrong = ImmutableArray.CreateBuilder<string>();
        foreach (var node in nodes)
        {
            var seen = await EventuallyAsync(
                cancellation => new StateClient(node.Client).GetAsync(Workload.Key, cancellation),
                state => Missing(state, written).Length == 0);
            if (seen.Error is not null) wrong.Add($"shared state cannot be read at {node.Id}: {seen.Error}");
            else if (Missing(seen.Answer!, written) is { Length: > 0 } missing)
                wrong.Add($"{node.Id} lacks {missing.Length} acknowledged items: {string.Join(", ", missing.Take(10))}");
        }

        return wrong.ToImmutable();
    }

    private static long[] Missing(StateBody state, HashSet<long> written) =>
        [.. written.Except(state.Value?.EnumerateArray().Select(item => item.GetInt64()) ?? []).Order()];

    /// <summary>Each node has a journal of its own, so whoever owned a session has written into another one.</summary>
    private async Task<ImmutableArray<string>> SharedSessionsAsync()
    {
        var holders = new Dictionary<string, List<string>>();
        foreach (var node in nodes)
            foreach (var session in await SessionsOfAsync(node))
            {
                if (!holders.TryGetValue(session, out var list)) holders[session] = list = [];
                list.Add(node.Id);
            }

        return
        [
            .. holders.Where(held => held.Value.Count > 1)
                .Select(held => $"session {held.Key} has {held.Value.Count} owners: {string.Join(", ", held.Value)}"),
        ];
    }

    private static async Task<List<string>> SessionsOfAsync(LabNode node)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var client = new SessionClient(node.Client);
        var all = new List<string>();
        while (true)
        {
            var page = await client.ListAsync(all.LastOrDefault(), null, deadline.Token);
            all.AddRange(page.Sessions.Select(session => session.Session));
            if (!page.HasMore) return all;
        }
    }

    /// <summary>The first answer that is as wanted, else the last answer or error within the patience.</summary>
    private static async Task<(T? Answer, string? Error)> EventuallyAsync<T>(Func<CancellationToken, Task<T>> ask, Func<T, bool> wanted)
        where T : class
    {
        (T? Answer, string? Error) last = (null, "it was not asked in time");
        using var deadline = new CancellationTokenSource(Patience);
        using var again = new PeriodicTimer(AgainAfter);
        try
        {
            while (true)
            {
                try
                {
                    last = (await ask(deadline.Token), null);
                    if (wanted(last.Answer!)) return last;
                }
                catch (NodeClientException e)
                {
                    last = (null, e.Message);
                }

                await again.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return last;
        }
    }
}
