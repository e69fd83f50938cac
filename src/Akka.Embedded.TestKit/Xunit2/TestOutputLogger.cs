using Akka.Actor;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2.Internals;

/// <summary>Writes log entries to the output of a test.</summary>
public class TestOutputLogger : ReceiveActor
{
    private readonly ITestOutputHelper _output;
    private readonly string _prefix;

    public TestOutputLogger(ITestOutputHelper output, string prefix)
    {
        _output = output;
        _prefix = prefix;
        Receive<LogEvent>(Write);
        Receive<InitializeLogger>(message =>
        {
            foreach (var type in new[] { typeof(Debug), typeof(Info), typeof(Warning), typeof(Error) })
                message.LoggingBus.Subscribe(Self, type);
            Sender.Tell(new LoggerInitialized());
        });
    }

    private void Write(LogEvent entry)
    {
        try
        {
            _output.WriteLine(_prefix + entry);
        }
        catch (InvalidOperationException)
        {
            // The test is over: nobody reads its output any more.
        }
    }
}
