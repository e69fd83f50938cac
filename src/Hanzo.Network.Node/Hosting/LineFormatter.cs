using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Hanzo.Network.Node.Hosting;

/// <summary>
/// One line for each entry: time, level, what happened; the category only where it is not our own. What others have said is in some of
/// them: further lines of an entry are indented, so that none looks like an entry, and no character commands a terminal.
/// </summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";
    private const string OwnPrefix = "Hanzo.";
    private const string Indent = "    ";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var category = logEntry.Category.StartsWith(OwnPrefix, StringComparison.Ordinal) ? "" : $"{logEntry.Category}: ";
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var now = time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        textWriter.WriteLine($"{now} {Word(logEntry.LogLevel)} {category}{Tame(message)}");
        if (logEntry.Exception is { } exception) textWriter.WriteLine(Indent + Tame(exception.ToString()));
    }

    private static string Tame(string text)
    {
        if (!text.Any(char.IsControl)) return text;
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return string.Join(Environment.NewLine + Indent, lines.Select(line => new string([.. line.Select(Tame)])));
    }

    private static char Tame(char c) => c != '\t' && char.IsControl(c) ? '\uFFFD' : c;

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
