namespace Akka.Event;

/// <summary>A format and its arguments; put together only when somebody reads it.</summary>
public abstract class LogMessage
{
    protected readonly ILogMessageFormatter Formatter;

    protected LogMessage(ILogMessageFormatter formatter, string format)
    {
        Formatter = formatter;
        Format = format;
    }

    public string Format { get; }

    public abstract string Unformatted();

    public abstract IEnumerable<object> Parameters();
}

internal sealed class FormattedLogMessage(ILogMessageFormatter formatter, string format, object?[] args) : LogMessage(formatter, format)
{
    public override string Unformatted() => $"Format: {Format}, Args: {string.Join(",", args)}";

    public override IEnumerable<object> Parameters() => args!;

    public override string ToString() => Formatter.Format(Format, args!);
}
