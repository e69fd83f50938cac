using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Support;

/// <summary>Log lines of one node in the test's output, for the failure report.</summary>
internal sealed class TestLog(ITestOutputHelper output, string node) : ILoggerProvider
{
    private bool _ended;

    public ILogger CreateLogger(string categoryName) => new Lines(this, categoryName);

    public void Dispose() => _ended = true;

    private void Write(string category, LogLevel level, string text)
    {
        if (_ended) return;
        try
        {
            output.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {node} {level} {category}: {text}");
        }
        catch (InvalidOperationException)
        {
            // The test is over; its output takes no more.
            _ended = true;
        }
    }

    private sealed class Lines(TestLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(category, logLevel, formatter(state, exception) + (exception is null ? "" : $"\n{exception}"));
    }
}
