using Hanzo.Network.Adapters.Consensus;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hanzo.Network.Adapters;

public static class JournalRegistration
{
    /// <summary>
    /// Keeps sessions in a SQLite file: they survive the end of the process, and nodes of this machine with the same file go on
    /// with each other's.
    /// </summary>
    /// <remarks>A file whose histories have gone over into the network's journal is refused when it is first asked for.</remarks>
    /// <param name="path">Is made where it is missing, on a local disk.</param>
    public static INetworkBuilder UseSqliteJournal(this INetworkBuilder builder, string path)
    {
        // The container ends it, after what uses it.
        builder.Services.AddSingleton<IEventStore>(provider => AloneOf(OwnOf(provider, path)));
        return builder;
    }

    /// <summary>Keeps sessions in a PostgreSQL database: all nodes with the same database go on with each other's.</summary>
    /// <param name="connectionString">As Npgsql reads it: <c>Host=…;Database=…;Username=…;Password=…</c>.</param>
    public static INetworkBuilder UsePostgresJournal(this INetworkBuilder builder, string connectionString)
    {
        builder.Services.AddSingleton<IEventStore>(provider =>
            new PostgresEventStore(connectionString, TimeOf(provider), provider.GetRequiredService<IIds>()));
        return builder;
    }

    /// <summary>
    /// Keeps sessions on the disks of the network's nodes, by its group: no database is needed, and what is acknowledged is on those of a
    /// majority.
    /// </summary>
    /// <param name="network">Its name.</param>
    /// <param name="folder">The node's alone, on a local disk; made where it is missing.</param>
    public static INetworkBuilder UseReplicatedJournal(this INetworkBuilder builder, string network, string folder)
    {
        builder.Services.AddSingleton<IEventStore>(provider => new NetworkEventStore(
            ReplicatedOf(provider, network), OwnOf(provider, Path.Combine(folder, SqliteEventStore.FileName))));
        return builder.UseSqliteConsensus(folder);
    }

    /// <summary>
    /// Keeps sessions in a SQLite file that the nodes of this machine share, until the network has three machines; from then on as
    /// <see cref="UseReplicatedJournal"/> does, where all nodes of the network have this: histories go over by themselves.
    /// </summary>
    /// <param name="network">Its name.</param>
    /// <param name="path">The file; made where it is missing, on a local disk.</param>
    /// <param name="folder">The node's alone, on a local disk; made where it is missing.</param>
    public static INetworkBuilder UseAutoJournal(this INetworkBuilder builder, string network, string path, string folder)
    {
        builder.Services.AddSingleton<IEventStore>(provider =>
            new AutoEventStore(OwnOf(provider, path), ReplicatedOf(provider, network), TimeOf(provider)));
        return builder.UseSqliteConsensus(folder);
    }

    /// <summary>Keeps the node's part of what the network's nodes agree on in a SQLite file; without, it ends with the process.</summary>
    /// <param name="folder">The node's alone, on a local disk; made where it is missing.</param>
    public static INetworkBuilder UseSqliteConsensus(this INetworkBuilder builder, string folder)
    {
        builder.Services.AddSingleton<IConsensusDisk>(_ => new SqliteConsensusDisk(folder));
        // Whoever has a log on a disk may be asked for all that it has driven.
        builder.Services.TryAddSingleton(provider =>
            new ReplicatedJournal(Path.Combine(folder, ReplicatedJournal.FileName), provider.GetRequiredService<IIds>()));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IGroupPart, ReplicatedJournal>(
            provider => provider.GetRequiredService<ReplicatedJournal>()));
        // Nodes know the store by no id: it only takes over what a closed group had.
        builder.Services.TryAddSingleton<IClosedHistories>(provider =>
            new ClosedHistories(ReplicatedOf(provider, network: ""), TimeOf(provider), provider.GetRequiredService<IIds>()));
        return builder;
    }

    private static SqliteEventStore AloneOf(SqliteEventStore store)
    {
        if (store.HighestAsync(NodeRecords.Chosen, CancellationToken.None).GetAwaiter().GetResult() == 0) return store;
        store.Dispose();
        throw new EventStoreException(
            store.Path,
            EventStoreProblem.Unreadable,
            "the sessions of this machine have gone over, or are going over, into the network's journal, which has a copy on every node. "
                + "Start the node with --journal auto.");
    }

    private static SqliteEventStore OwnOf(IServiceProvider provider, string path) =>
        new(path, TimeOf(provider), provider.GetRequiredService<IIds>());

    private static ReplicatedEventStore ReplicatedOf(IServiceProvider provider, string network) => new(
        provider.GetRequiredService<IConsensusGroup>(), provider.GetRequiredService<ReplicatedJournal>(), network, TimeOf(provider),
        provider.GetRequiredService<IIds>());

    private static TimeProvider TimeOf(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();
}
