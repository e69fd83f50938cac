using Akka.Actor;

namespace Akka.Event;

/// <summary>The first message to a logger, answered with <see cref="LoggerInitialized"/>.</summary>
public class InitializeLogger(LoggingBus loggingBus) : INoSerializationVerificationNeeded
{
    public LoggingBus LoggingBus { get; } = loggingBus;
}

public class LoggerInitialized : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Writes to the console.</summary>
public class DefaultLogger : ActorBase
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent entry:
                Print(entry);
                return true;
            default:
                return false;
        }
    }

    protected virtual void Print(LogEvent logEvent) => ConsoleLog.Print(logEvent);
}

/// <summary>Writes to the console on the logging thread; needs no actor.</summary>
public class StandardOutLogger : IActorRef
{
    public ActorPath Path { get; } = new RootActorPath(Address.AllSystems, "/StandardOutLogger");

    public void Tell(object message, IActorRef? sender)
    {
        if (message is LogEvent entry)
            ConsoleLog.Print(entry);
    }

    public bool Equals(IActorRef? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => Path.GetHashCode();

    public int CompareTo(IActorRef? other) => other is null ? 1 : Path.CompareTo(other.Path);

    public int CompareTo(object? obj) => CompareTo(obj as IActorRef);
}

internal static class ConsoleLog
{
    private static readonly Lock Gate = new();

    public static void Print(LogEvent entry)
    {
        lock (Gate)
            Console.Out.WriteLine(entry.ToString());
    }
}
