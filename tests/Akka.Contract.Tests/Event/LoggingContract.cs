using Akka.Actor;
using Akka.Event;

namespace Akka.Contract.Tests.Event;

public class LoggingContract : TestKit.Xunit2.TestKit
{
    private const string Settings =
        """
        akka.loglevel = DEBUG
        akka.stdout-loglevel = OFF
        akka.loggers = ["Akka.Contract.Tests.Event.LoggingContract+Recorder, Akka.Contract.Tests"]
        """;

    private readonly ILoggingAdapter _log;

    public LoggingContract() : base(Settings)
    {
        _log = Logging.GetLogger(Sys, "here");
        IgnoreMessages(m => m is LogEvent { LogSource: var source } && !source.StartsWith("here", StringComparison.Ordinal));
        foreach (var level in new[] { typeof(Debug), typeof(Info), typeof(Warning), typeof(Error) })
            Sys.EventStream.Subscribe(TestActor, level);
    }

    [Fact]
    public void Each_level_makes_its_event()
    {
        var cause = new InvalidOperationException("cause");
        _log.Debug("a {0}", 1);
        _log.Info("b {0} {1}", 1, 2);
        _log.Warning(cause, "c {0}", 3);
        _log.Error(cause, "d");
        ExpectMsg<Debug>().Message.ToString().ShouldBe("a 1");
        ExpectMsg<Info>().Message.ToString().ShouldBe("b 1 2");
        var warning = ExpectMsg<Warning>();
        warning.Message.ToString().ShouldBe("c 3");
        warning.Cause.ShouldBe(cause);
        var error = ExpectMsg<Error>();
        error.Message.ToString().ShouldBe("d");
        error.Cause.ShouldBe(cause);
        error.LogLevel().ShouldBe(LogLevel.ErrorLevel);
        error.LogSource.ShouldStartWith("here");
    }

    [Fact]
    public void Warnings_and_errors_take_arguments_without_a_cause()
    {
        _log.Warning("a {0}", 1);
        _log.Warning("b {0} {1}", 1, "two");
        _log.Error("c {0}", 3L);
        ExpectMsg<Warning>().Message.ToString().ShouldBe("a 1");
        ExpectMsg<Warning>().Message.ToString().ShouldBe("b 1 two");
        var error = ExpectMsg<Error>();
        error.Message.ToString().ShouldBe("c 3");
        error.Cause.ShouldBeNull();
    }

    [Fact]
    public void Levels_below_the_configured_one_are_off()
    {
        Sys.EventStream.SetLogLevel(LogLevel.WarningLevel);
        var log = Logging.GetLogger(Sys, "here");
        log.IsDebugEnabled.ShouldBeFalse();
        log.IsInfoEnabled.ShouldBeFalse();
        log.IsWarningEnabled.ShouldBeTrue();
        log.IsEnabled(LogLevel.ErrorLevel).ShouldBeTrue();
        log.Info("not made");
        log.Warning("made");
        ExpectMsg<Warning>().Message.ToString().ShouldBe("made");
    }

    [Fact]
    public void An_actor_logs_under_its_path()
    {
        IgnoreMessages(m => m is not Info { Message: var text } || text.ToString() != "hello");
        Sys.ActorOf(Props.Create(() => new Logger()), "logger").Tell("hello");
        var info = ExpectMsg<Info>();
        info.LogSource.ShouldContain("akka://test/user/logger");
        info.LogClass.ShouldBe(typeof(Logger));
    }

    [Fact]
    public void A_failure_that_restarts_is_logged_as_error_with_its_cause()
    {
        IgnoreMessages(m => m is not Error);
        Sys.ActorOf(Props.Create(() => new Logger()), "failing").Tell(new InvalidOperationException("broken"));
        var error = ExpectMsg<Error>();
        error.Cause.ShouldBeOfType<InvalidOperationException>();
        error.LogSource.ShouldContain("akka://test/user/failing");
        error.Message.ToString().ShouldBe("broken");
    }

    [Fact]
    public void The_configured_loggers_are_started_and_get_the_entries()
    {
        // Akka.NET subscribes its loggers a little after its start.
        AwaitCondition(
            () =>
            {
                _log.Warning("for the recorder");
                return Recorder.Seen.Contains("for the recorder");
            },
            TimeSpan.FromSeconds(20));
        Recorder.WasInitialized.ShouldBeTrue();
    }

    [Fact]
    public void Levels_have_names()
    {
        Logging.LogLevelFor("warning").ShouldBe(LogLevel.WarningLevel);
        LogLevel.InfoLevel.StringFor().ShouldBe("INFO");
        LogLevel.DebugLevel.ClassFor().ShouldBe(typeof(Debug));
        Should.Throw<ArgumentException>(() => Logging.LogLevelFor("loud"));
    }

    public sealed class Recorder : ReceiveActor
    {
        public static readonly System.Collections.Concurrent.ConcurrentBag<string> Seen = [];

        private static volatile bool _initialized;

        public static bool WasInitialized => _initialized;

        public Recorder()
        {
            Receive<InitializeLogger>(_ =>
            {
                _initialized = true;
                Sender.Tell(new LoggerInitialized());
            });
            Receive<LogEvent>(e => Seen.Add(e.Message.ToString()!));
        }
    }

    private sealed class Logger : ReceiveActor
    {
        public Logger()
        {
            var log = Context.GetLogger();
            Receive<string>(s => log.Info(s));
            Receive<Exception>(e => throw e);
        }
    }
}
