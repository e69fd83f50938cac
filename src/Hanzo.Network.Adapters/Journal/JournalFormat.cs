namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// What is written into the columns of Akka.Persistence.Sql's default tables, and beside them. The tables and columns are the
/// same, so that queries and tools for them find sessions, numbers and times; the bytes of an event are ours.
/// </summary>
internal static class JournalFormat
{
    /// <summary>Column <c>identifier</c>: the number of the serializer whose bytes the column <c>message</c> holds.</summary>
    public const int SerializerId = 5680;

    /// <summary>Of the tables and of what the table <c>hanzo_journal</c> holds. A higher one is not touched.</summary>
    public const int Version = 1;

    public const string VersionKey = "version";
    public const string IdKey = "id";

    /// <summary>Column <c>created</c>: ticks of UTC.</summary>
    public static long TicksOf(DateTimeOffset at) => at.UtcTicks;

    public static DateTimeOffset TimeOf(long ticks) =>
        new(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
}
