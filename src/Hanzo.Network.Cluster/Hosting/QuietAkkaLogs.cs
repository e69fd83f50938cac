using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>
/// Lets the actor system log, with one change: what its connections complain about when a peer ends, and a slot that nobody may
/// have, are no errors here. Membership says the first better, the caller is told the second.
/// </summary>
internal sealed class QuietAkkaLogs(ILoggerFactory inner) : ILoggerFactory
{
    private static readonly string[] Harmless =
        ["/system/endpointManager", "/endpointWriter", "allocation failed", "Requested shard homes"];

    public ILogger CreateLogger(string categoryName) => new Quiet(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    // The process's loggers are the process's to end.
    public void Dispose()
    {
    }

    private sealed class Quiet(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!inner.IsEnabled(logLevel)) return;
            var level = logLevel > LogLevel.Debug && IsHarmless(formatter(state, exception)) ? LogLevel.Debug : logLevel;
            inner.Log(level, eventId, state, exception, formatter);
        }

        private static bool IsHarmless(string text) => Array.Exists(Harmless, mark => text.Contains(mark, StringComparison.Ordinal));
    }
}
