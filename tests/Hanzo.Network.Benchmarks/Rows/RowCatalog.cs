using System.Collections.Immutable;
using Hanzo.Network.Benchmarks.Rows.Abuse;
using Hanzo.Network.Benchmarks.Rows.Data;
using Hanzo.Network.Benchmarks.Rows.Failover;
using Hanzo.Network.Benchmarks.Rows.Formation;
using Hanzo.Network.Benchmarks.Rows.Idle;
using Hanzo.Network.Benchmarks.Rows.Journal;
using Hanzo.Network.Benchmarks.Rows.Limits;
using Hanzo.Network.Benchmarks.Rows.Local;
using Hanzo.Network.Benchmarks.Rows.Placement;
using Hanzo.Network.Benchmarks.Rows.Remote;
using Hanzo.Network.Benchmarks.Rows.Runs;
using Hanzo.Network.Benchmarks.Rows.Sharded;

namespace Hanzo.Network.Benchmarks.Rows;

internal static class RowCatalog
{
    public static readonly ImmutableArray<Row> All =
    [
        new SocketEcho(), new SocketStream(), new ChannelPingPong(),
        new LocalPingPong(), new LocalFlood(), new LocalAsk(), new ActorMemory(),
        new RemoteTell(), new RemoteAsk(),
        new ShardedAsk(), new EntityStarts(),
        new LocalUpdates(), new UpdateSpread(), new MajorityWrites(),
        new ThreeNodes(), new OneNode(),
        new DefaultCrash(), new ApplicationCrash(), new DefaultSilence(), new ApplicationSilence(),
        new IdleCluster(),
        new AbusedNode(), new BeaconFlood(),
        new Plans(),
        new SqliteJournal(), new ReplicatedJournalRow(), new CatchUpRow(), new MoveRow(), new JournalDiskRow(),
        new PostgresJournal(), new SessionRecovery(),
        new RunLoad(),
    ];

    /// <summary>The named rows, or all; a name is a row's, or the beginning of several rows'.</summary>
    /// <exception cref="ArgumentException">No row has such a name.</exception>
    public static ImmutableArray<Row> Select(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0) return All;
        var unknown = names.FirstOrDefault(name => !All.Any(row => Matches(row, name)));
        return unknown is null
            ? [.. All.Where(row => names.Any(name => Matches(row, name)))]
            : throw new ArgumentException($"there is no row '{unknown}'; rows are {string.Join(", ", All.Select(row => row.Name))}.");
    }

    private static bool Matches(Row row, string name) =>
        All.Any(other => other.Name == name) ? row.Name == name : row.Name.StartsWith(name + '-', StringComparison.Ordinal);
}
