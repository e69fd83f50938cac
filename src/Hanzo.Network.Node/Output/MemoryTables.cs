using System.Globalization;
using Hanzo.Network.Node.Api.Bodies;
using Spectre.Console;

namespace Hanzo.Network.Node.Output;

/// <summary>Memories, for people.</summary>
internal static class MemoryTables
{
    public static void Write(Screen screen, MemoriesBody list)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Id", "Agent", "User", "Kind", "When", "Text");
        var isRanked = list.Memories.Any(memory => memory.Score is not null);
        if (isRanked) table.AddColumn("Score");
        foreach (var memory in list.Memories)
        {
            string[] cells =
            [
                memory.Id, memory.Agent ?? "-", memory.User ?? "-", memory.Shared ? $"{memory.Kind}, shared" : memory.Kind,
                memory.Created.ToString("u", CultureInfo.InvariantCulture), TerminalText.Visible(memory.Text),
            ];
            string[] score = isRanked ? [memory.Score?.ToString("0.000", CultureInfo.InvariantCulture) ?? ""] : [];
            table.AddRow([.. cells.Concat(score).Select(Markup.Escape)]);
        }

        if (list.Memories.Length > 0) screen.Console.Write(table);
        var count = list.Memories.Length == 1
            ? "1 memory"
            : string.Create(CultureInfo.InvariantCulture, $"{list.Memories.Length} memories");
        screen.Line($"{count}, kept {list.Store}");
        if (list.HasMore) screen.Line("there are more: --limit");
    }
}
