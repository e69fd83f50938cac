using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Akka.Event.LogLevel;
using MsLogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Hosting.Logging;

public class LoggerFactorySetup : Setup
{
    public LoggerFactorySetup(ILoggerFactory loggerFactory) => LoggerFactory = loggerFactory;

    public ILoggerFactory LoggerFactory { get; }
}

/// <summary>Carries the log events of an actor system to Microsoft.Extensions.Logging.</summary>
public class LoggerFactoryLogger : ActorBase
{
    private readonly ILogger<ActorSystem> _log;

    public LoggerFactoryLogger()
    {
        var setup = Context.System.Settings.Setup.Get<LoggerFactorySetup>();
        _log = setup.HasValue
            ? setup.Value.LoggerFactory.CreateLogger<ActorSystem>()
            : throw new ConfigurationException(
                $"{nameof(LoggerFactoryLogger)} needs a {nameof(LoggerFactorySetup)} in the setup of the system.");
    }

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent entry:
                _log.Log(Level(entry.LogLevel()), default, entry, entry.Cause, static (state, _) => state.ToString());
                return true;
            default:
                return false;
        }
    }

    private static MsLogLevel Level(LogLevel level) => level switch
    {
        LogLevel.DebugLevel => MsLogLevel.Debug,
        LogLevel.InfoLevel => MsLogLevel.Information,
        LogLevel.WarningLevel => MsLogLevel.Warning,
        _ => MsLogLevel.Error,
    };
}
