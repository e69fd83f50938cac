using System.Diagnostics;
using System.Globalization;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Benchmarks.Processes;
using Hanzo.Network.Benchmarks.Processes.Roles;

namespace Hanzo.Network.Benchmarks.Rows.Failover;

/// <summary>Three processes that share some entities; the first is the oldest member and so coordinates.</summary>
internal sealed class OwnerCluster : IAsyncDisposable
{
    private const int Nodes = 3;
    private const string Nowhere = "-";
    private static readonly string[] Ids = [.. Enumerable.Range(0, 30).Select(id => $"e{id}")];

    /// <summary>Beyond Akka.NET's default settings by a factor of two.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly List<Child> _children = [];
    private readonly List<string> _addresses = [];

    public static async Task<OwnerCluster> StartAsync(string settings)
    {
        var cluster = new OwnerCluster();
        await cluster.AddAsync(Owner.Start(settings, contact: null));
        var others = Enumerable.Range(1, Nodes - 1).Select(_ => Owner.Start(settings, cluster._addresses[0])).ToArray();
        foreach (var other in others) await cluster.AddAsync(other);
        await cluster._children[0].AskAsync(OwnerCommands.Gather, OwnerCommands.Gathered, RowOptions.Patience);
        return cluster;
    }

    public Child this[int node] => _children[node];

    /// <summary>What each entity answers when a node asks for it; starts those that are not yet.</summary>
    public async Task<Whereabouts[]> LocateAllAsync(int asking)
    {
        var command = $"{OwnerCommands.Locate} {Nowhere} {string.Join(' ', Ids)}";
        var line = await _children[asking].AskAsync(command, OwnerCommands.Located, RowOptions.Patience);
        return OwnerCommands.Read(line.Text);
    }

    public Whereabouts[] OwnedBy(int node, Whereabouts[] all)
    {
        var owned = all.Where(entity => entity.Node == _addresses[node]).ToArray();
        return owned.Length > 0 ? owned : throw new WrongWorkException($"node {node} owns none of {all.Length} entities.");
    }

    /// <summary>The time until all other nodes have an answer of each of the entities from another node than the lost one.</summary>
    public async Task<TimeSpan> RecoverAsync(int lost, Whereabouts[] entities, Func<Task> lose)
    {
        var start = Stopwatch.GetTimestamp();
        await lose();
        var command = $"{OwnerCommands.Locate} {_addresses[lost]} {string.Join(' ', entities.Select(entity => entity.Id))}";
        var lines = await Task.WhenAll(Others(lost).Select(child => child.AskAsync(command, OwnerCommands.Located, Longest)));
        var elapsed = Stopwatch.GetElapsedTime(start, lines.Max(line => line.At));
        RequireAgreement(lines.Select(line => OwnerCommands.Read(line.Text)));
        return elapsed;
    }

    /// <summary>No entity lives on two of the other nodes.</summary>
    public async Task RequireOneOwnerAsync(int lost)
    {
        var alive = await Task.WhenAll(Others(lost).Select(child => child.AskAsync(OwnerCommands.Alive, OwnerCommands.Living)));
        var twice = alive.SelectMany(line => line.Text.Split(' ')).GroupBy(id => id).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new WrongWorkException($"entity {twice.Key} has two owners.");
    }

    /// <summary>Every instance that answers any of the nodes within a time, by node that asked.</summary>
    public async Task<Sighting[][]> ProbeAsync(TimeSpan time, Whereabouts[] entities, Func<Task> meanwhile)
    {
        var ids = string.Join(' ', entities.Select(entity => entity.Id));
        var command = string.Create(CultureInfo.InvariantCulture, $"{OwnerCommands.Probe} {(int)time.TotalMilliseconds} {ids}");
        foreach (var child in _children) child.Say(command);
        await meanwhile();
        var lines = await Task.WhenAll(_children.Select(child => child.ExpectAsync(OwnerCommands.Probed, time + RowOptions.Patience)));
        return [.. lines.Select(line => OwnerCommands.ReadSightings(line.Text))];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in _children) await child.DisposeAsync();
    }

    private async Task AddAsync(Child child)
    {
        _children.Add(child);
        _addresses.Add((await child.ExpectAsync(OwnerCommands.Up, RowOptions.Patience)).Text);
    }

    private IEnumerable<Child> Others(int lost) => _children.Where((_, node) => node != lost);

    private static void RequireAgreement(IEnumerable<Whereabouts[]> views)
    {
        var split = views.SelectMany(view => view).GroupBy(entity => entity.Id).FirstOrDefault(group => group.Distinct().Count() > 1);
        if (split is not null)
            throw new WrongWorkException($"entity {split.Key} has two owners: {string.Join(" and ", split.Distinct())}.");
    }
}
