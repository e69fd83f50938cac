using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Hanzo.Network.Node.Hosting;

/// <summary>One line for each entry: time, level, what happened; the category only where it is not our own.</summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";
    private const string OwnPrefix = "Hanzo.";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var category = logEntry.Category.StartsWith(OwnPrefix, StringComparison.Ordinal) ? "" : $"{logEntry.Category}: ";
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var now = time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        textWriter.WriteLine($"{now} {Word(logEntry.LogLevel)} {category}{message}");
        if (logEntry.Exception is { } exception) textWriter.WriteLine(exception);
    }

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
