using Hanzo.Network.Node.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Node.Tests.Hosting;

public sealed class LineFormatterTests
{
    [Theory]
    [InlineData("all is well", "all is well")]
    [InlineData("'CN=x\n12:00:00 info  all is well' is refused", "'CN=x|    12:00:00 info  all is well' is refused")]
    [InlineData("one\r\ntwo\rthree\u0085four\u2028five", "one|    two|    three|    four|    five")]
    [InlineData("\u001b[2J\u009b2J\ttab\0", "\uFFFD[2J\uFFFD2J\ttab\uFFFD")]
    public void What_others_say_looks_like_no_entry_and_commands_no_terminal(string said, string line) =>
        Written(said, null).ShouldBe($"warn  {line}|");

    [Fact]
    public void An_exception_is_part_of_its_entry() => Written("it failed", new InvalidOperationException("a\nb"))
        .ShouldBe("warn  it failed|    System.InvalidOperationException: a|    b|");

    /// <returns>Without the time; <c>|</c> for each end of a line.</returns>
    private static string Written(string message, Exception? exception)
    {
        using var text = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Warning, "Hanzo.Network", default, message, exception, (state, _) => state);
        new LineFormatter(TimeProvider.System).Write(entry, null, text);
        return text.ToString()["12:34:56 ".Length..].Replace(Environment.NewLine, "|");
    }
}
