using System.Text.RegularExpressions;
using Hanzo.Network.Adapters.Journal;

namespace Hanzo.Network.Node.Settings;

internal enum JournalKind
{
    Memory,
    Auto,
    Sqlite,
    Replicated,
    Postgres,
}

/// <summary>Where sessions are kept.</summary>
/// <param name="ConnectionString">Of PostgreSQL; null for the others.</param>
internal sealed partial record JournalSetting(JournalKind Kind, string? ConnectionString = null)
{
    public const string Allowed =
        "auto, sqlite, replicated, memory, or a connection string of PostgreSQL such as "
            + "'Host=db;Database=hanzo;Username=hanzo;Password=…'";

    public static readonly JournalSetting Memory = new(JournalKind.Memory);

    /// <summary>SQLite until the network has three machines, replicated from then on.</summary>
    public static readonly JournalSetting Auto = new(JournalKind.Auto);

    public static readonly JournalSetting Sqlite = new(JournalKind.Sqlite);

    /// <summary>On the disks of the network's nodes.</summary>
    public static readonly JournalSetting Replicated = new(JournalKind.Replicated);

    public static (bool Ok, JournalSetting Value) Parse(string text) => text switch
    {
        "memory" => (true, Memory),
        "auto" => (true, Auto),
        "sqlite" => (true, Sqlite),
        "replicated" => (true, Replicated),
        _ => (PostgresEventStore.IsConnectionString(text), new JournalSetting(JournalKind.Postgres, text)),
    };

    /// <summary>A setting as it may be shown: without the password of a connection string or of an address.</summary>
    public static string WithoutPassword(string text) => UserInfo().Replace(Password().Replace(text, "$1=***"), "://***@");

    /// <summary>Npgsql's words for it; within quotes, doubled quotes belong to the value.</summary>
    [GeneratedRegex(@"\b(password|pwd|psw)\s*=\s*('([^']|'')*'|""([^""]|"""")*""|[^;]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    [GeneratedRegex("://[^/@]*@")]
    private static partial Regex UserInfo();
}
