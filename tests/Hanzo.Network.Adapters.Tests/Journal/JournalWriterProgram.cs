using System.Globalization;
using System.Text;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>
/// The process that is killed: <c>PLACE PREFIX SESSIONS EVENTS</c> appends to so many sessions at once and writes
/// <c>SESSION SEQUENCE</c> for each event that the store has acknowledged.
/// </summary>
internal static class JournalWriterProgram
{
    public static async Task<int> RunAsync(string[] args)
    {
        var (sessions, events) = (int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
        var store = JournalPlace.Open(args[0]);
        using var output = Console.OpenStandardOutput();
        await Task.WhenAll(Enumerable.Range(0, sessions).Select(number => WriteAsync(store, $"{args[1]}{number}", events, output)));
        (store as IDisposable)?.Dispose();
        return 0;
    }

    private static async Task WriteAsync(IEventStore store, string session, int events, Stream output)
    {
        for (var sequence = 0; sequence < events; sequence++)
        {
            var text = Encoding.UTF8.GetBytes($"{session} {sequence + 1}");
            await store.AppendAsync(session, sequence, "w", [new NewEvent("m.1", text)], CancellationToken.None);
            lock (output) output.Write([.. text, (byte)'\n']);
        }
    }
}
