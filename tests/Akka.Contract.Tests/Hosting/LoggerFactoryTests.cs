using System.Threading.Channels;
using Akka.Actor;
using Akka.Contract.Tests.Support;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MsLogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Contract.Tests.Hosting;

public sealed class LoggerFactoryTests
{
    [Fact]
    public async Task Akka_logs_through_the_logger_factory_of_the_host()
    {
        using var capture = new CaptureLogs();
        using var host = AkkaHost.Build(
            akka => akka.ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.LogLevel = Akka.Event.LogLevel.InfoLevel;
                loggers.AddLoggerFactory();
            }),
            capture);
        await host.StartAsync();
        var log = await Heard(host, capture);

        log.Debug("not at this level");
        log.Warning(new InvalidOperationException("burnt"), "the {0} is burning", "cake");

        var line = await capture.Find(entry => entry.Text.Contains("the cake is burning", StringComparison.Ordinal));
        line.Level.ShouldBe(MsLogLevel.Warning);
        line.Cause.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("burnt");
        capture.Seen.ShouldNotContain(entry => entry.Text.Contains("not at this level", StringComparison.Ordinal));
        await host.StopAsync();
    }

    [Fact]
    public async Task The_logger_factory_may_be_given()
    {
        using var capture = new CaptureLogs();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(capture));
        using var host = AkkaHost.Build(akka => akka.ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.AddLoggerFactory(factory);
        }));
        await host.StartAsync();

        (await Heard(host, capture)).Warning("the cake is done");

        (await capture.Find(entry => entry.Text.Contains("the cake is done", StringComparison.Ordinal))).Level.ShouldBe(MsLogLevel.Warning);
        await host.StopAsync();
    }

    // Akka.NET subscribes its loggers a little after its start.
    private static async Task<ILoggingAdapter> Heard(IHost host, CaptureLogs capture)
    {
        var log = Logging.GetLogger(host.Services.GetRequiredService<ActorSystem>(), "kitchen");
        await Eventually.Is(
            () =>
            {
                log.Warning("anybody there?");
                return capture.Has("anybody there?");
            },
            "the log is heard");
        return log;
    }

    private sealed record Entry(MsLogLevel Level, string Text, Exception? Cause);

    private sealed class CaptureLogs : ILoggerProvider, ILogger
    {
        private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>();

        public List<Entry> Seen { get; } = [];

        public bool Has(string text)
        {
            while (_entries.Reader.TryRead(out var entry))
                Seen.Add(entry);
            return Seen.Exists(entry => entry.Text.Contains(text, StringComparison.Ordinal));
        }

        public async Task<Entry> Find(Predicate<Entry> wanted)
        {
            using var patience = new CancellationTokenSource(AkkaHost.Patience);
            while (true)
            {
                var entry = await _entries.Reader.ReadAsync(patience.Token);
                Seen.Add(entry);
                if (wanted(entry))
                    return entry;
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(MsLogLevel logLevel) => true;

        public void Log<TState>(
            MsLogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _entries.Writer.TryWrite(new Entry(logLevel, formatter(state, exception), exception));

        public void Dispose() => _entries.Writer.TryComplete();
    }
}
