using System.Globalization;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Text;
using Spectre.Console;

namespace Hanzo.Network.Node.Output;

/// <summary>Sessions and what they take, for people.</summary>
internal static class SessionTables
{
    private const long Kibi = 1024;

    public static void Write(Screen screen, SessionsBody list)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Session", "Events", "Size");
        foreach (var session in list.Sessions) Add(table, session.Session, Number(session.Events), Bytes(session.Bytes));
        if (list.Sessions.Length > 0) screen.Console.Write(table);
        screen.Line($"{Counted.Of(list.Sessions.Length, "session")}; the journal takes {Bytes(list.TotalBytes)}");
        if (list.HasMore) screen.Line($"there are more: --after {list.Sessions[^1].Session}");
    }

    public static void Write(Screen screen, SessionBody session)
    {
        var deleted = session.Events < session.LastEvent ? $" of {Number(session.LastEvent)}, the first ones are deleted" : "";
        screen.Line($"session {session.Session}: {Number(session.Events)} events{deleted}; {Bytes(session.Bytes)}");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Run", "Status", "Node", "Input", "Output");
        foreach (var run in session.Runs) Add(table, run.RunId, run.Status, run.Node, run.Input, run.Output);
        screen.Console.Write(table);
    }

    /// <summary><c>312 B</c>, <c>4.5 KiB</c>, <c>1.2 MiB</c>.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < Kibi => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < Kibi * Kibi => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)Kibi:0.#} KiB"),
        < Kibi * Kibi * Kibi => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(Kibi * Kibi):0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(Kibi * Kibi * Kibi):0.#} GiB"),
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Add(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);
}
