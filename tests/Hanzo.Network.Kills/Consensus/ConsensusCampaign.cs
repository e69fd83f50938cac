using System.Collections.Immutable;
using Hanzo.Network.Kills.Campaign;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Chaos;
using Hanzo.Network.Node.Children;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Kills.Consensus;

/// <param name="Wrong">Empty: nothing acknowledged is lost, nothing forked, nothing read of the past.</param>
/// <param name="NextAnswers">From each kill until a change that was asked for after it was acknowledged.</param>
internal sealed record ConsensusReport(
    int Kills, int Acknowledged, int Unanswered, int Reads, ImmutableArray<TimeSpan> NextAnswers, ImmutableArray<string> Wrong,
    string Folder)
{
    public TimeSpan Median => NextAnswers.Order().ElementAt(NextAnswers.Length / 2);

    public string Text => $"{Kills} kills, {Acknowledged} changes acknowledged, {Unanswered} not, {Reads} reads; next answer median "
        + $"{Median.TotalMilliseconds:0} ms, worst {NextAnswers.Max().TotalMilliseconds:0} ms; wrong: {Wrong.Length}";
}

/// <summary>
/// Kills the group's leader, alone or with others, while clients at all nodes change and read; starts them again, and judges at the end.
/// </summary>
/// <param name="count">Nodes, each with a folder of its own.</param>
/// <param name="atOnce">Killed at a time: the leader, and others.</param>
internal sealed class ConsensusCampaign(int count, int kills, int atOnce, Action<string> tell)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(20);
    private readonly ImmutableArray<string> _ids = [.. Enumerable.Range(1, count).Select(number => $"n{number}")];
    private readonly List<TimeSpan> _answers = [];

    /// <exception cref="ChildException">A node does not start, or the group does not come to itself in time.</exception>
    public async Task<ConsensusReport> RunAsync(CancellationToken enough, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("hanzo-consensus-kills-").FullName;
        var report = await RunInAsync(folder, enough, cancellation);
        if (report.Wrong.IsEmpty) Directory.Delete(folder, recursive: true);
        return report;
    }

    private static IEnumerable<string> ArgumentsOf(string folder, string id) =>
    [
        "--agents", "echo", "--http-port", "0", "--log-level", "warning,Hanzo=information", "--keys", Path.Combine(folder, "keys"),
        "--data", Path.Combine(folder, id),
    ];

    private async Task<ConsensusReport> RunInAsync(string folder, CancellationToken enough, CancellationToken cancellation)
    {
        var effects = new EffectFolder(Directory.CreateDirectory(Path.Combine(folder, "effects")).FullName);
        await using var nodes = new ChildNetwork("kills", _ids, NodeRole.ProgramWith(effects), id => ArgumentsOf(folder, id), logs: folder);
        await nodes.StartAsync(cancellation);
        await SettledAsync(nodes, cancellation);
        var loops = _ids.Select(id => new ConsensusClientLoop(id, () => nodes[id].IsUp ? nodes[id].Client : null)).ToArray();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = loops.Select(loop => loop.RunAsync(stop.Token)).ToArray();
        var made = 0;
        for (; made < kills && !enough.IsCancellationRequested; made++) await KillAsync(nodes, loops, made, cancellation);
        stop.Cancel();
        await Task.WhenAll(running);
        return await JudgeAsync(nodes, loops, made, folder, cancellation);
    }

    private async Task KillAsync(ChildNetwork nodes, ConsensusClientLoop[] loops, int number, CancellationToken cancellation)
    {
        var leader = (await StatusAsync(nodes, cancellation)).Leader!;
        var others = _ids.Where(id => id != leader).ToArray();
        string[] victims = [leader, .. Enumerable.Range(0, atOnce - 1).Select(i => others[(number + i) % others.Length])];
        var killed = WatchClock.Now;
        await Task.WhenAll(victims.Select(id => nodes[id].KillAsync()));
        using var look = new PeriodicTimer(LookPeriod);
        TimeSpan? answered = null;
        while (answered is null)
        {
            if (WatchClock.Now - killed > Patience) throw new ChildException($"kill {number + 1}: nobody answers.");
            await look.WaitForNextTickAsync(cancellation);
            answered = loops.SelectMany(loop => loop.Deeds).Where(deed => deed.Began > killed && deed.Revision is not null)
                .Select(deed => (TimeSpan?)deed.Ended).Min();
        }
        _answers.Add(answered.Value - killed);
        tell($"kill {number + 1} of {kills}: {string.Join(", ", victims)}; next answer after {_answers[^1].TotalMilliseconds:0} ms");
        await nodes.ReviveAsync(cancellation);
        await SettledAsync(nodes, cancellation);
    }

    private async Task<ConsensusReport> JudgeAsync(
        ChildNetwork nodes, ConsensusClientLoop[] loops, int made, string folder, CancellationToken cancellation)
    {
        var (deeds, reads) = (loops.SelectMany(loop => loop.Deeds).ToArray(), loops.SelectMany(loop => loop.Reads).ToArray());
        var wrong = ImmutableArray.CreateBuilder<string>();
        foreach (var id in _ids)
        {
            var client = new ConsensusClient(nodes[id].Client);
            var keys = (await client.ListAsync("own/", cancellation)).Items.Select(item => item.Key).ToHashSet(StringComparer.Ordinal);
            var counter = (await client.ListAsync(ConsensusClientLoop.Counter, cancellation)).Items[0];
            wrong.AddRange(ConsensusJudge.Wrong(deeds, reads, keys, counter.Version).Select(sentence => $"at {id}: {sentence}"));
        }
        var done = deeds.Count(deed => deed.Revision is not null);
        return new ConsensusReport(made, done, deeds.Length - done, reads.Length, [.. _answers], wrong.ToImmutable(), folder);
    }

    /// <summary>All nodes are members, follow one leader, and as many vote as may.</summary>
    private async Task SettledAsync(ChildNetwork nodes, CancellationToken cancellation)
    {
        var began = WatchClock.Now;
        using var look = new PeriodicTimer(LookPeriod);
        var voters = count >= 5 ? 5 : Math.Min(count, 3);
        while (true)
        {
            var statuses = await Task.WhenAll(_ids.Select(id => new ConsensusClient(nodes[id].Client).GetStatusAsync(cancellation)));
            if (statuses.All(status => status.Leader is not null && status.Leader == statuses[0].Leader
                && status.Members.Count(member => member.Vote == "voter") == voters && status.Members.Length == count)) return;
            if (WatchClock.Now - began > Patience)
                throw new ChildException($"the group does not settle: {string.Join("; ", statuses.Select(Show))}");
            await look.WaitForNextTickAsync(cancellation);
        }
    }

    private static string Show(ConsensusBody status) =>
        $"{status.Member} {status.Phase} term {status.Term} leader {status.Leader} members {status.Members.Length} {status.Problem}";

    private async Task<ConsensusBody> StatusAsync(ChildNetwork nodes, CancellationToken cancellation) =>
        await new ConsensusClient(nodes[_ids[0]].Client).GetStatusAsync(cancellation);
}
