using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>A store by one word, which a started process can be told: <c>sqlite:FILE</c>.</summary>
internal static class JournalPlace
{
    private const string Sqlite = "sqlite:";

    public static string OfFile(string path) => Sqlite + path;

    public static IEventStore Open(string place) => place.StartsWith(Sqlite, StringComparison.Ordinal)
        ? new SqliteEventStore(place[Sqlite.Length..], TimeProvider.System, new SystemIds(TimeProvider.System))
        : throw new ArgumentException($"'{place}' names no store.", nameof(place));
}
