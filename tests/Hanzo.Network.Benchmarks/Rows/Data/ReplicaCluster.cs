using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;
using Hanzo.Network.Benchmarks.Processes;
using Hanzo.Network.Benchmarks.Processes.Roles;

namespace Hanzo.Network.Benchmarks.Rows.Data;

/// <summary>This process and two children with a replica each of a map that is already filled.</summary>
internal sealed class ReplicaCluster : IAsyncDisposable
{
    private const int Others = 2;
    private readonly ActorSystem _system = Systems.Cluster();
    private readonly List<Child> _replicas = [];
    private long _last = SharedMap.Keys;

    private ReplicaCluster() => Map = new SharedMap(_system);

    public SharedMap Map { get; }

    public static async Task<ReplicaCluster> StartAsync()
    {
        var cluster = new ReplicaCluster();
        await Clusters.JoinAsync(cluster._system);
        for (var i = 0; i < Others; i++) cluster._replicas.Add(Replica.Start(cluster._system));
        foreach (var replica in cluster._replicas) await replica.ExpectAsync(Replica.Joined, RowOptions.Patience);
        await UpWatch.Start(cluster._system, 1 + Others).WaitAsync(RowOptions.Patience);
        await cluster.Map.FillAsync();
        await cluster.SpreadAsync();
        return cluster;
    }

    /// <summary>The time from a local write to the moment when both others read it.</summary>
    public async Task<TimeSpan> SpreadAsync()
    {
        var number = ++_last;
        var command = string.Create(CultureInfo.InvariantCulture, $"{Replica.Await} {number}");
        foreach (var replica in _replicas) replica.Say(command);
        var start = Stopwatch.GetTimestamp();
        await Map.SetAsync(number, SharedMap.Local);
        var seen = await Task.WhenAll(_replicas.Select(replica => replica.ExpectAsync(Replica.Seen, RowOptions.Patience)));
        return Stopwatch.GetElapsedTime(start, seen.Max(line => line.At));
    }

    public async Task WriteMajorityAsync() => await Map.SetAsync(++_last, SharedMap.Majority);

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas) await replica.DisposeAsync();
        await _system.Terminate().WaitAsync(RowOptions.Patience);
    }
}
