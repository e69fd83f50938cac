using System.Collections.Immutable;
using System.Diagnostics;
using Hanzo.Network.Kills.Consensus;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Nets.Nodes;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Chaos;
using Hanzo.Network.Node.Client;
using static System.FormattableString;

namespace Hanzo.Network.Nets.Campaign;

/// <summary>
/// Five hosts whose nodes keep everything by their group, each in a folder of its own. Its leader loses the others, again and again, while
/// clients at all nodes change and read keys and run sessions; at the end it is judged what they were told.
/// </summary>
internal sealed class LeaderCampaign : IAsyncDisposable
{
    private const int Hosts = 5;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly NetLab _lab;
    private readonly LabNodes _nodes = new();
    private readonly CancellationTokenSource _enough = new();
    private readonly List<LeaderRound> _rounds = [];
    private LabFilter _filter = null!;
    private LabNode[] _started = [];
    private ConsensusClientLoop[] _clients = [];
    private WorkingRuns _runs = null!;
    private Task _working = Task.CompletedTask;

    private LeaderCampaign(NetLab lab) => _lab = lab;

    public static async Task<LeaderCampaign> StartAsync()
    {
        var campaign = new LeaderCampaign(await NetLab.CreateAsync());
        try
        {
            await campaign.BeginAsync();
            return campaign;
        }
        catch
        {
            await campaign.DisposeAsync();
            throw;
        }
    }

    /// <summary>The leader loses the others for a while; ends when all is as before.</summary>
    /// <exception cref="TimeoutException">It never was, or nothing was answered meanwhile.</exception>
    public async Task<LeaderRound> RoundAsync(LeaderFault fault, TimeSpan cut, CancellationToken cancellation)
    {
        await PassAsync(Before, cancellation);
        var leader = await LeaderAsync(cancellation);
        var others = _started.Where(node => node != leader).ToArray();
        LabNode[] lost = fault == LeaderFault.Minority ? [leader, others[_rounds.Count % others.Length]] : [leader];
        var majority = _started.Except(lost).ToArray();
        await LoseAsync(fault, lost, majority);
        var began = WatchClock.Now;
        await PassAsync(cut, cancellation);
        await _filter.HealAsync();
        var healed = Stopwatch.GetTimestamp();
        await AreOneAsync();
        var seen = Stopwatch.GetElapsedTime(healed);
        await SettledAsync(cancellation);
        var whole = Stopwatch.GetElapsedTime(healed);
        var (change, run) = await AnswersAsync([.. majority.Select(node => node.Id)], began, cancellation);
        var round = new LeaderRound(fault, leader.Id, change - began, run - began, seen, whole)
        {
            Began = began, Lost = [.. lost.Select(node => node.Id)],
        };
        _rounds.Add(round);
        return round;
    }

    /// <summary>No further round: all that was told is compared with what is there.</summary>
    /// <param name="keepsLogs">Although nothing is wrong.</param>
    public async Task<LeaderReport> JudgeAsync(bool keepsLogs, CancellationToken cancellation)
    {
        await _enough.CancelAsync();
        await _working;
        await SettledAsync(cancellation);
        var wrong = ImmutableArray.CreateBuilder<string>();
        var deeds = _clients.SelectMany(client => client.Deeds).ToArray();
        var reads = _clients.SelectMany(client => client.Reads).ToArray();
        foreach (var node in _started)
        {
            var group = new ConsensusClient(node.Client);
            var keys = (await group.ListAsync("own/", cancellation)).Items.Select(item => item.Key).ToHashSet(StringComparer.Ordinal);
            var counter = (await group.ListAsync(ConsensusClientLoop.Counter, cancellation)).Items[0];
            wrong.AddRange(ConsensusJudge.Wrong(deeds, reads, keys, counter.Version).Select(sentence => $"at {node.Id}: {sentence}"));
        }

        wrong.AddRange(await _runs.WrongAsync());
        var logs = wrong.Count == 0 && !keepsLogs ? null : KeptLogs.Of(_started);
        if (logs is not null)
        {
            await File.WriteAllLinesAsync(Path.Combine(logs, "wrong.txt"), wrong, cancellation);
            await File.WriteAllLinesAsync(Path.Combine(logs, "runs.txt"), RoundsAndRuns(), cancellation);
        }

        return new LeaderReport(
            [.. _rounds], deeds.Count(deed => deed.Revision is not null), reads.Length, _runs.Asked.Count, wrong.ToImmutable(), logs);
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _working;
        await _nodes.DisposeAsync();
        await _lab.DisposeAsync();
        _enough.Dispose();
    }

    private async Task BeginAsync()
    {
        var network = await _lab.NetworkAsync();
        _filter = new LabFilter(network);
        var effects = new EffectFolder(Directory.CreateDirectory(Path.Combine(_nodes.Folder, "effects")).FullName);
        string[] program = [typeof(NodeRole).Assembly.Location, NodeRole.Command, effects.Path];
        var hosts = new List<LabHost>();
        for (var number = 1; number <= Hosts; number++)
            hosts.Add(await _lab.HostAsync($"host{number}", new LabLink(network, $"10.77.0.{number}/24")));
        _started = [.. hosts.Select(host => _nodes.LaunchAs(program, host, "--agents", "echo", "--journal", "replicated"))];
        await Task.WhenAll(_started.Select(node => node.ReadyAsync()));
        await SettledAsync(CancellationToken.None);
        _runs = new WorkingRuns(_started, effects);
        _clients = [.. _started.Select(node => new ConsensusClientLoop(node.Id, () => node.Client))];
        _working = Task.WhenAll([.. _clients.Select(client => client.RunAsync(_enough.Token)), _runs.WorkAsync(_enough.Token)]);
    }

    /// <summary>When the first change and the first run were acknowledged that these nodes were asked for after a moment.</summary>
    private async Task<(TimeSpan Change, TimeSpan Run)> AnswersAsync(
        ImmutableHashSet<string> nodes, TimeSpan began, CancellationToken cancellation)
    {
        using var look = new PeriodicTimer(LookEvery);
        while (true)
        {
            var change = _clients.Where(client => nodes.Contains(client.Node)).SelectMany(client => client.Deeds)
                .Where(deed => deed.Began >= began && deed.Revision is not null).Min(deed => (TimeSpan?)deed.Ended);
            var run = _runs.Asked.Where(asked => nodes.Contains(asked.At) && asked.Asked >= began)
                .Min(asked => (TimeSpan?)asked.Acknowledged);
            if (change is { } changed && run is { } ran) return (changed, ran);
            if (WatchClock.Now - began > LabNode.Patience)
            {
                var what = change is null ? "change" : "run";
                throw new TimeoutException($"no {what} was acknowledged (all logs: {KeptLogs.Of(_started)})");
            }

            await look.WaitForNextTickAsync(cancellation);
        }
    }

    private async Task LoseAsync(LeaderFault fault, LabNode[] lost, LabNode[] others)
    {
        var (ones, rest) = (lost.Select(node => node.Host).ToArray(), others.Select(node => node.Host).ToArray());
        if (fault != LeaderFault.Deaf) await _filter.LoseAsync(ones, rest);
        if (fault != LeaderFault.Mute) await _filter.LoseAsync(rest, ones);
    }

    // Who has been lost several times within a minute is not called well for 30 s, though it is heard.
    private async Task AreOneAsync()
    {
        var ids = _started.Select(node => node.Id).Order(StringComparer.Ordinal).ToArray();
        await Task.WhenAll(_started.Select(node =>
            node.UntilAsync("it is with all others", seen => seen.Peers.Keys.SequenceEqual(ids.Where(id => id != node.Id)))));
    }

    /// <summary>All know each other, vote, and follow one leader.</summary>
    private async Task SettledAsync(CancellationToken cancellation)
    {
        await AreOneAsync();
        var began = WatchClock.Now;
        using var look = new PeriodicTimer(LookEvery);
        while (true)
        {
            var statuses = await StatusesAsync(cancellation);
            if (statuses.All(status => status.Leader is not null && status.Leader == statuses[0].Leader
                && status.Members.Length == Hosts && status.Members.All(member => member.Vote == "voter"))) return;
            if (WatchClock.Now - began > LabNode.Patience)
                throw new TimeoutException($"the group does not settle: {string.Join("; ", statuses.Select(Show))}");
            await look.WaitForNextTickAsync(cancellation);
        }
    }

    private async Task<LabNode> LeaderAsync(CancellationToken cancellation)
    {
        var leader = (await StatusesAsync(cancellation))[0].Leader;
        return _started.First(node => node.Id == leader);
    }

    /// <summary>What happened when, in order: faults as they began, runs as they were asked for.</summary>
    private IEnumerable<string> RoundsAndRuns()
    {
        var faults = _rounds.Select(round => (At: round.Began, What: $"{round.Fault}: {string.Join(", ", round.Lost)} lost"));
        var runs = _runs.Asked.Select(asked => (At: asked.Asked, What: Invariant(
            $"  {asked.At}: {asked.Run.Session} on {asked.Run.Node} acknowledged after {asked.Took.TotalSeconds:0.00} s")));
        return faults.Concat(runs).OrderBy(line => line.At).Select(line => Invariant($"{line.At.TotalSeconds:0.00} {line.What}"));
    }

    private Task<ConsensusBody[]> StatusesAsync(CancellationToken cancellation) =>
        Task.WhenAll(_started.Select(node => new ConsensusClient(node.Client).GetStatusAsync(cancellation)));

    private static string Show(ConsensusBody status) => Invariant(
        $"{status.Member} {status.Phase} term {status.Term} leader {status.Leader} members {status.Members.Length} {status.Problem}");

    private static async Task PassAsync(TimeSpan time, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync(cancellation);
    }
}

/// <param name="Change">From the fault until a change of a key that was asked for after it was acknowledged, at who is not cut off.</param>
/// <param name="Run">Likewise of a run.</param>
/// <param name="Seen">From the heal until all nodes are of one cluster.</param>
/// <param name="Whole">From the heal until all vote again, too.</param>
internal sealed record LeaderRound(LeaderFault Fault, string Leader, TimeSpan Change, TimeSpan Run, TimeSpan Seen, TimeSpan Whole)
{
    /// <summary>By the clock of clients.</summary>
    public TimeSpan Began { get; init; }

    /// <summary>Who was cut off, the leader among them.</summary>
    public ImmutableArray<string> Lost { get; init; } = [];

    public override string ToString() => Invariant(
        $"{Fault} {Leader}: next change after {Change.TotalSeconds:0.00} s, next run {Run.TotalSeconds:0.00} s; ")
        + Invariant($"after the heal one cluster in {Seen.TotalSeconds:0.0} s, all voters in {Whole.TotalSeconds:0.0} s");
}

/// <param name="Changes">Of keys, acknowledged.</param>
/// <param name="Runs">Acknowledged.</param>
/// <param name="Wrong">Empty: nothing acknowledged is lost, nothing forked, nothing done twice that must not be.</param>
/// <param name="Logs">The folder of all that is wrong and all that the nodes wrote; null: nothing is wrong, and nobody wants them.</param>
internal sealed record LeaderReport(
    ImmutableArray<LeaderRound> Rounds, int Changes, int Reads, int Runs, ImmutableArray<string> Wrong, string? Logs)
{
    private const int Told = 8;

    public override string ToString()
    {
        var text = $"{Rounds.Length} faults, {Changes} changes, {Reads} reads, {Runs} runs acknowledged; "
            + $"next change {Times.Of(Rounds.Select(round => round.Change))}; next run {Times.Of(Rounds.Select(round => round.Run))}; "
            + $"wrong: {Wrong.Length}";
        return Logs is null ? text : $"{text} (all, and all logs: {Logs}):\n  {string.Join("\n  ", Wrong.Take(Told))}";
    }
}
