using Akka.Actor;

namespace Akka.Event;

/// <summary>Makes loggers and knows the levels.</summary>
public static class Logging
{
    private const LogLevel Off = (LogLevel)int.MaxValue;

    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter? logMessageFormatter = null) => new BusLogging(
        context.System.EventStream,
        context.Self.Path.ToString(),
        ActorType(context),
        logMessageFormatter ?? DefaultLogMessageFormatter.Instance);

    /// <param name="logSourceObj">A text, a type, an actor reference, or an object whose type is meant.</param>
    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null)
    {
        var (source, type) = SourceOf(logSourceObj);
        return new BusLogging(system.EventStream, $"{source}({system})", type, logMessageFormatter ?? DefaultLogMessageFormatter.Instance);
    }

    public static ILoggingAdapter GetLogger(LoggingBus loggingBus, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null)
    {
        var (source, type) = SourceOf(logSourceObj);
        return new BusLogging(loggingBus, source, type, logMessageFormatter ?? DefaultLogMessageFormatter.Instance);
    }

    public static string StringFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => "DEBUG",
        LogLevel.InfoLevel => "INFO",
        LogLevel.WarningLevel => "WARNING",
        LogLevel.ErrorLevel => "ERROR",
        Off => "OFF",
        _ => throw new ArgumentException($"Unknown LogLevel: {logLevel}", nameof(logLevel)),
    };

    public static Type ClassFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => typeof(Debug),
        LogLevel.InfoLevel => typeof(Info),
        LogLevel.WarningLevel => typeof(Warning),
        LogLevel.ErrorLevel => typeof(Error),
        _ => throw new ArgumentException($"Unknown LogLevel: {logLevel}", nameof(logLevel)),
    };

    /// <param name="logLevel">DEBUG, INFO, WARNING, ERROR or OFF, in any case.</param>
    public static LogLevel LogLevelFor(string logLevel) => logLevel?.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.DebugLevel,
        "INFO" => LogLevel.InfoLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        "OFF" => Off,
        _ => throw new ArgumentException(
            $"Unknown LogLevel: \"{logLevel}\". Valid values are: \"OFF\", \"DEBUG\", \"INFO\", \"WARNING\", \"ERROR\"", nameof(logLevel)),
    };

    public static string SimpleName(object o) => SimpleName(o.GetType());

    public static string SimpleName(Type t) => t.Name;

    private static Type ActorType(IActorContext context) => (context as Embedded.Cells.ActorCell)?.Actor?.GetType() ?? context.Props.Type;

    private static (string Source, Type Type) SourceOf(object source) => source switch
    {
        string text => (text, typeof(DummyClassForStringSources)),
        Type type => (SimpleName(type), type),
        IActorRef actor => (actor.Path.ToString(), typeof(ActorBase)),
        IActorContext context => (context.Self.Path.ToString(), ActorType(context)),
        _ => (SimpleName(source), source.GetType()),
    };
}

/// <summary>The class of log entries whose source is a text.</summary>
public class DummyClassForStringSources;
