using Akka.Configuration;
using Akka.Event;
using Akka.Hosting.Logging;
using Microsoft.Extensions.Logging;
using LogLevel = Akka.Event.LogLevel;

namespace Akka.Hosting;

/// <summary>Which loggers the system starts, and from which level on it logs.</summary>
public sealed class LoggerConfigBuilder
{
    private readonly AkkaConfigurationBuilder _builder;
    private readonly List<Type> _loggers = [typeof(DefaultLogger)];

    internal LoggerConfigBuilder(AkkaConfigurationBuilder builder) => _builder = builder;

    public LogLevel LogLevel { get; set; } = LogLevel.InfoLevel;

    public LoggerConfigBuilder ClearLoggers()
    {
        _loggers.Clear();
        return this;
    }

    internal LoggerConfigBuilder AddLoggerType(Type logger)
    {
        _loggers.Add(logger);
        return this;
    }

    internal LoggerConfigBuilder AddSetup(LoggerFactorySetup setup)
    {
        _builder.AddSetup(setup);
        return this;
    }

    internal AkkaConfigurationBuilder Build()
    {
        var names = string.Join(", ", _loggers.Select(type => $"\"{type.AssemblyQualifiedName}\""));
        return _builder.AddHocon(
            ConfigurationFactory.ParseString($"akka {{ loglevel = {LogLevel.StringFor()}, loggers = [{names}] }}"),
            HoconAddMode.Prepend);
    }
}

public static class LoggingExtensions
{
    public static AkkaConfigurationBuilder ConfigureLoggers(this AkkaConfigurationBuilder builder, Action<LoggerConfigBuilder> configurator)
    {
        var loggers = new LoggerConfigBuilder(builder);
        configurator(loggers);
        return loggers.Build();
    }

    /// <summary>Logs to the <see cref="ILoggerFactory"/> of the host.</summary>
    public static LoggerConfigBuilder AddLoggerFactory(this LoggerConfigBuilder configBuilder) =>
        configBuilder.AddLoggerType(typeof(LoggerFactoryLogger));

    public static LoggerConfigBuilder AddLoggerFactory(this LoggerConfigBuilder configBuilder, ILoggerFactory loggerFactory) =>
        configBuilder.AddSetup(new LoggerFactorySetup(loggerFactory)).AddLoggerFactory();
}
