using Hanzo.Network.Adapters.Memory;
using Hanzo.Network.Agents;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Adapters;

public static class MemoryRegistration
{
    /// <summary>Keeps memories in a SQLite file: that of the journal, or one of their own.</summary>
    /// <param name="path">Is made where it is missing, on a local disk.</param>
    public static INetworkBuilder UseSqliteMemory(this INetworkBuilder builder, string path) =>
        builder.UseMemoryStore(provider => new SqliteMemoryStore(path, provider.GetRequiredService<IIds>()));

    /// <summary>Keeps memories in a PostgreSQL database: that of the journal, or one of their own.</summary>
    /// <param name="connectionString">As Npgsql reads it: <c>Host=…;Database=…;Username=…;Password=…</c>.</param>
    public static INetworkBuilder UsePostgresMemory(this INetworkBuilder builder, string connectionString) =>
        builder.UseMemoryStore(provider => new PostgresMemoryStore(connectionString, provider.GetRequiredService<IIds>()));
}
