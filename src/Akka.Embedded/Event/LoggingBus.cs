using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Runtime;

namespace Akka.Event;

/// <summary>Publishes to subscribers by type of message; carries the log and starts its loggers.</summary>
public class LoggingBus
{
    private static readonly LogLevel[] Levels = [LogLevel.DebugLevel, LogLevel.InfoLevel, LogLevel.WarningLevel, LogLevel.ErrorLevel];
    private static int _loggerNumber;

    private readonly SubscriberTable _subscribers = new();
    private readonly List<IActorRef> _loggers = [];
    private StandardOutLogger? _standardOut;

    private protected LoggingBus()
    {
    }

    /// <summary>What is less than this is not even made.</summary>
    public LogLevel LogLevel { get; private set; }

    public virtual void Publish(object @event)
    {
        foreach (var subscriber in _subscribers.Of(@event.GetType()))
            subscriber.Tell(@event);
    }

    public virtual bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        if (subscriber is not LocalActorRef { Cell: var cell })
            return _subscribers.Add(subscriber, channel);
        cell.IsSubscriber = true;
        var added = _subscribers.Add(subscriber, channel);
        if (cell.IsClosed)
            _subscribers.Remove(subscriber);
        return added;
    }

    public virtual bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return _subscribers.Remove(subscriber);
    }

    public virtual bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return _subscribers.Remove(subscriber, channel);
    }

    public void SetLogLevel(LogLevel logLevel)
    {
        LogLevel = logLevel;
        foreach (var logger in _loggers)
        {
            Unsubscribe(logger);
            SubscribeFrom(logLevel, logger);
        }
    }

    /// <summary>Writes to the console what is logged while there are no loggers: at the start and at the end.</summary>
    public void StartStdoutLogger(Settings config)
    {
        _standardOut = new StandardOutLogger();
        LogLevel = Logging.LogLevelFor(config.StdoutLogLevel);
        SubscribeFrom(LogLevel, _standardOut);
    }

    /// <summary>
    /// Starts the loggers of <c>akka.loggers</c>. Each gets <see cref="InitializeLogger"/> before its first entry; nobody waits for
    /// its answer, as a system may live on one thread.
    /// </summary>
    internal void StartLoggers(ActorSystemImpl system)
    {
        var level = Logging.LogLevelFor(system.Settings.LogLevel);
        LogLevel = level;
        var keepsStandardOut = false;
        foreach (var name in system.Settings.Loggers)
        {
            var type = TypeResolver.Resolve(name, "akka.loggers");
            if (typeof(StandardOutLogger).IsAssignableFrom(type))
                keepsStandardOut = true;
            else if (typeof(ActorBase).IsAssignableFrom(type))
                StartLogger(system, type, level);
            else
                throw new ConfigurationException($"akka.loggers: '{name}' is not an actor.");
        }
        if (!keepsStandardOut)
            Unsubscribe(_standardOut!);
    }

    /// <summary>The actors are gone: what is still logged goes to the console.</summary>
    internal void StopLoggers(Settings settings)
    {
        foreach (var logger in _loggers)
            Unsubscribe(logger);
        _loggers.Clear();
        SubscribeFrom(Logging.LogLevelFor(settings.StdoutLogLevel), _standardOut!);
    }

    private void StartLogger(ActorSystemImpl system, Type type, LogLevel level)
    {
        var logger = system.SystemActorOf(Props.Create(type), $"log{Interlocked.Increment(ref _loggerNumber)}-{type.Name}");
        logger.Tell(new InitializeLogger(this), system.IgnoreRef);
        _loggers.Add(logger);
        SubscribeFrom(level, logger);
    }

    private void SubscribeFrom(LogLevel lowest, IActorRef logger)
    {
        foreach (var level in Levels)
        {
            if (level >= lowest)
                Subscribe(logger, level.ClassFor());
        }
    }
}
