using Hanzo.Network.Adapters.Memory;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Adapters;

public static class MemoryRegistration
{
    /// <summary>Keeps memories in a SQLite file: that of the journal, or one of their own.</summary>
    /// <param name="path">Is made where it is missing, on a local disk.</param>
    public static INetworkBuilder UseSqliteMemory(this INetworkBuilder builder, string path) =>
        builder.UseMemoryStore(provider => new SqliteMemoryStore(path, (IIds)provider.GetService(typeof(IIds))!));
}
