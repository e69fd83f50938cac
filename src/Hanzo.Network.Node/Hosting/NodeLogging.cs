using Hanzo.Network.Node.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace Hanzo.Network.Node.Hosting;

internal static class NodeLogging
{
    /// <summary>They log what is told to the user, or tried again, anyway.</summary>
    private static readonly string[] Repetitive =
    [
        "Microsoft.Extensions.Diagnostics.HealthChecks", // "not ready yet" is an answer, not an error
        "Microsoft.Extensions.Hosting.Internal.Host",    // a start that failed is our own exit message,
        "Akka.Hosting.AkkaHostedService",                // or, of an actor system, followed by another
    ];

    /// <summary>Log lines go to standard error, so that standard output holds answers only.</summary>
    public static void AddNodeLogging(this ILoggingBuilder logging, NodeSettings settings)
    {
        logging.SetMinimumLevel(settings.LogLevels.Default);
        foreach (var category in Repetitive) logging.AddFilter(category, LogLevel.None);
        foreach (var (category, level) in settings.LogLevels.ByCategory) logging.AddFilter(category, level);
        if (settings.JsonLogs)
            logging.AddJsonConsole(options => options.TimestampFormat = "O");
        else
            logging.AddConsole(options => options.FormatterName = LineFormatter.FormatterName)
                .AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
