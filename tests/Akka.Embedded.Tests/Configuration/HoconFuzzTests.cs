using System.Text;
using Akka.Configuration;

namespace Akka.Embedded.Tests.Configuration;

public class HoconFuzzTests
{
    private static readonly string[] Pieces =
    [
        "a", "b.c", "\"q.q\"", " ", "\n", "=", ":", "+=", "{", "}", "[", "]", ",", "1", "10s", "on", "null", "${a}", "${?b.c}", "${", "$",
        "\"", "\"\"\"", "\\", "\\u12", "#x", "//y", ".", "..", "\t", "\r\n", "ü", "\uFEFF", "text with blanks", "${a.b.\"c}", "'", "/",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_text_is_read_or_refused_with_a_line(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var text = Text(random);
            try
            {
                Walk(ConfigurationFactory.ParseString(text));
            }
            catch (ConfigurationException refused)
            {
                refused.Message.ShouldContain("Line ", customMessage: text);
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void What_is_printed_reads_back_as_the_same(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            Config config;
            try
            {
                config = ConfigurationFactory.ParseString(Text(random));
            }
            catch (ConfigurationException)
            {
                continue;
            }
            var printed = config.ToString();
            ConfigurationFactory.ParseString(printed).ToString().ShouldBe(printed);
        }
    }

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_exhaust_the_stack()
    {
        Should.Throw<ConfigurationException>(() => ConfigurationFactory.ParseString("a = " + new string('[', 100_000)));
        Should.Throw<ConfigurationException>(() => ConfigurationFactory.ParseString(string.Concat(Enumerable.Repeat("a {", 100_000))));
        var longPath = string.Join('.', Enumerable.Repeat("a", 100_000));
        Should.Throw<ConfigurationException>(() => ConfigurationFactory.ParseString(longPath + " = 1"));
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var n = random.Next(1, 25); n > 0; n--)
            text.Append(Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    private static void Walk(Config config)
    {
        foreach (var (key, _) in config.AsEnumerable())
            config.HasPath($"\"{key.Replace("\"", "", StringComparison.Ordinal)}\"");
    }
}
