using System.Text.RegularExpressions;
using Hanzo.Network.Cluster.Sessions;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>The logs of one process: heard by the world, kept nowhere else.</summary>
internal sealed partial class NodeLogs(NodeWatch watch, ISimulatedNode node) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("a simulated node logs to its world.");

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        if (eventId.Name is nameof(SessionLog.PersistFailed) or nameof(SessionLog.Fenced)) watch.WriterStopped(node, SessionIn(state));
        var text = formatter(state, exception);
        if (HardStop().Match(text) is { Success: true } stop) watch.HandOffCut(node, stop.Groups[1].Value);
        watch.Logged(node, logLevel, eventId, text);
    }

    [GeneratedRegex(@"entities of shard (\S+) have not stopped in time")]
    private static partial Regex HardStop();

    private static string SessionIn<TState>(TState state) =>
        state is IReadOnlyList<KeyValuePair<string, object?>> values
            && values.FirstOrDefault(value => value.Key == "Session").Value is string found
            ? found
            : throw new ArgumentException($"the log line '{state}' names no session.", nameof(state));
}
