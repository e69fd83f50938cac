using Akka.Configuration;

namespace Akka.Contract.Tests.Configuration;

public class ConfigContract
{
    [Theory]
    [InlineData("10s", 10_000)]
    [InlineData("10 seconds", 10_000)]
    [InlineData("1.5 m", 90_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("250 milliseconds", 250)]
    [InlineData("250", 250)]
    [InlineData("0s", 0)]
    public void Durations_are_read(string text, double milliseconds)
    {
        ConfigurationFactory.ParseString($"a = {text}").GetTimeSpan("a").ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public void Infinite_is_the_infinite_timeout()
    {
        ConfigurationFactory.ParseString("a = infinite").GetTimeSpan("a").ShouldBe(Timeout.InfiniteTimeSpan);
    }

    [Theory]
    [InlineData("512", 512)]
    [InlineData("128k", 131_072)]
    [InlineData("1 KiB", 1024)]
    [InlineData("5 kB", 5000)]
    [InlineData("2m", 2_097_152)]
    [InlineData("3 MB", 3_000_000)]
    [InlineData("1G", 1_073_741_824)]
    [InlineData("10 bytes", 10)]
    public void Sizes_are_read(string text, long bytes)
    {
        ConfigurationFactory.ParseString($"a = {text}").GetByteSize("a", null).ShouldBe(bytes);
    }

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    public void Booleans_are_read(string text, bool expected)
    {
        ConfigurationFactory.ParseString($"a = {text}").GetBoolean("a").ShouldBe(expected);
    }

    [Fact]
    public void Numbers_are_read()
    {
        var config = ConfigurationFactory.ParseString("i = 42\nl = 5000000000\nd = 0.25\nn = -7");
        config.GetInt("i").ShouldBe(42);
        config.GetLong("l").ShouldBe(5_000_000_000);
        config.GetDouble("d").ShouldBe(0.25);
        config.GetInt("n").ShouldBe(-7);
    }

    [Fact]
    public void What_is_missing_is_the_default()
    {
        var config = Config.Empty;
        config.GetString("x").ShouldBeNull();
        config.GetString("x", "d").ShouldBe("d");
        config.GetInt("x", 7).ShouldBe(7);
        config.GetBoolean("x", true).ShouldBeTrue();
        config.GetTimeSpan("x", TimeSpan.FromSeconds(3)).ShouldBe(TimeSpan.FromSeconds(3));
        config.GetConfig("x").ShouldBeNull();
        config.GetConfig("x").IsNullOrEmpty().ShouldBeTrue();
        config.HasPath("x").ShouldBeFalse();
        config.IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("seven")]
    [InlineData("1.5")]
    public void A_number_that_is_none_is_an_error(string text)
    {
        Should.Throw<FormatException>(() => ConfigurationFactory.ParseString($"a = {text}").GetInt("a"));
    }

    [Fact]
    public void A_boolean_that_is_none_is_an_error()
    {
        Should.Throw<NotSupportedException>(() => ConfigurationFactory.ParseString("a = maybe").GetBoolean("a"));
    }

    [Fact]
    public void A_fallback_fills_what_is_missing()
    {
        var config = ConfigurationFactory.ParseString("a { x = 1 }").WithFallback("a { x = 2, y = 2 }\nb = 2").WithFallback("b = 3\nc = 3");
        config.GetInt("a.x").ShouldBe(1);
        config.GetInt("a.y").ShouldBe(2);
        config.GetInt("b").ShouldBe(2);
        config.GetInt("c").ShouldBe(3);
        config.GetConfig("a").GetInt("y").ShouldBe(2);
        config.GetConfig("a").AsEnumerable().Select(p => p.Key).Order().ShouldBe(["x", "y"]);
    }

    [Fact]
    public void An_entry_tells_whether_it_is_a_list_and_its_text()
    {
        var entries = ConfigurationFactory.ParseString("word = some text\nnumber = 5\nlist = [a, b]").AsEnumerable().ToDictionary();
        entries["word"].GetString().ShouldBe("some text");
        entries["number"].GetString().ShouldBe("5");
        entries["word"].IsArray().ShouldBeFalse();
        entries["list"].IsArray().ShouldBeTrue();
    }

    [Fact]
    public void A_fallback_does_not_add_to_an_array()
    {
        ConfigurationFactory.ParseString("a = [1]").WithFallback("a = [2, 3]").GetIntList("a").ShouldBe([1]);
    }

    [Fact]
    public void SafeWithFallback_takes_null_and_itself()
    {
        Config config = "a = 1";
        config.SafeWithFallback(config).GetInt("a").ShouldBe(1);
        config.SafeWithFallback(Config.Empty).GetInt("a").ShouldBe(1);
        Config.Empty.SafeWithFallback(config).GetInt("a").ShouldBe(1);
        Should.Throw<ArgumentException>(() => config.WithFallback(config));
    }

    [Fact]
    public void A_section_stands_alone()
    {
        var section = ConfigurationFactory.ParseString("a { b { c = 1 } }").GetConfig("a.b");
        section.GetInt("c").ShouldBe(1);
        section.HasPath("a").ShouldBeFalse();
    }

    [Fact]
    public void A_text_is_a_configuration()
    {
        Config config = "x.y = 5";
        config.GetInt("x.y").ShouldBe(5);
    }

    [Fact]
    public void What_is_printed_reads_back()
    {
        var config = ConfigurationFactory.ParseString("a { b = [1, \"x y\"], c = \"q\" }\n\"k.l\" = 3");
        var again = ConfigurationFactory.ParseString(config.ToString());
        again.GetStringList("a.b").ShouldBe(["1", "x y"]);
        again.GetString("a.c").ShouldBe("q");
    }

    [Fact]
    public void The_defaults_have_what_every_system_needs()
    {
        var config = ConfigurationFactory.Default();
        config.HasPath("akka.loglevel").ShouldBeTrue();
        config.GetTimeSpan("akka.coordinated-shutdown.default-phase-timeout").ShouldBe(TimeSpan.FromSeconds(5));
        config.GetBoolean("akka.coordinated-shutdown.exit-clr").ShouldBeFalse();
        config.GetString("akka.loglevel").ShouldBe("INFO");
    }
}
