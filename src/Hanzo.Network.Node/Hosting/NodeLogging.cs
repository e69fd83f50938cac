using Hanzo.Network.Node.Settings;
using Microsoft.Extensions.Logging.Console;

namespace Hanzo.Network.Node.Hosting;

internal static class NodeLogging
{
    private const string HealthChecks = "Microsoft.Extensions.Diagnostics.HealthChecks";

    /// <summary>Log lines go to standard error, so that standard output holds answers only.</summary>
    public static void AddNodeLogging(this ILoggingBuilder logging, NodeSettings settings)
    {
        logging.SetMinimumLevel(settings.LogLevels.Default);
        logging.AddFilter(HealthChecks, LogLevel.None); // "not ready yet" is an answer, not an error
        foreach (var (category, level) in settings.LogLevels.ByCategory) logging.AddFilter(category, level);
        if (settings.JsonLogs)
            logging.AddJsonConsole(options => options.TimestampFormat = "O");
        else
            logging.AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.TimestampFormat = "HH:mm:ss ";
                options.ColorBehavior = Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
            });
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
