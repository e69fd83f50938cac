using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>A store by one word, which a started process can be told: <c>sqlite:FILE</c> or <c>postgres:CONNECTION</c>.</summary>
internal static class JournalPlace
{
    private const string Sqlite = "sqlite:";
    private const string Postgres = "postgres:";
    private static readonly IIds Ids = new SystemIds(TimeProvider.System);

    public static string OfFile(string path) => Sqlite + path;

    public static string OfServer(string connectionString) => Postgres + connectionString;

    public static IEventStore Open(string place)
    {
        if (place.StartsWith(Sqlite, StringComparison.Ordinal))
            return new SqliteEventStore(place[Sqlite.Length..], TimeProvider.System, Ids);
        if (place.StartsWith(Postgres, StringComparison.Ordinal))
            return new PostgresEventStore(place[Postgres.Length..], TimeProvider.System, Ids);
        throw new ArgumentException($"'{place}' names no store.", nameof(place));
    }
}
