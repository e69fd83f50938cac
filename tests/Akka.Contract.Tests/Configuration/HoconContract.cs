using Akka.Configuration;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Configuration;

public class HoconContract
{
    [Theory]
    [InlineData("a.b.c = 1")]
    [InlineData("a { b { c = 1 } }")]
    [InlineData("a.b { c : 1 }")]
    [InlineData("{ a : { \"b\" : { \"c\" : \"1\" } } }")]
    [InlineData("a { b.c = 1 } # comment")]
    [InlineData("// comment\na {\n  // another\n  b {\n    c = 1 // and one\n  }\n}")]
    [InlineData("a { b { c = 7 } }\na.b.c = 1")]
    public void One_tree_may_be_written_in_many_ways(string hocon)
    {
        ConfigurationFactory.ParseString(hocon).GetString("a.b.c").ShouldBe("1");
    }

    [Fact]
    public void Repeated_objects_merge_and_the_later_value_wins()
    {
        var config = ConfigurationFactory.ParseString("a { x = 1, y = 1 }\na { y = 2, z = 2 }");
        config.GetInt("a.x").ShouldBe(1);
        config.GetInt("a.y").ShouldBe(2);
        config.GetInt("a.z").ShouldBe(2);
    }

    [Fact]
    public void Arrays_are_read_with_commas_or_lines()
    {
        var config = ConfigurationFactory.ParseString("a = [1, 2, 3]\nb = [\n one\n two\n]\nc = []");
        config.GetIntList("a").ShouldBe([1, 2, 3]);
        config.GetStringList("b").ShouldBe(["one", "two"]);
        config.GetStringList("c").ShouldBeEmpty();
        config.GetStringList("missing").ShouldBeEmpty();
    }

    [EmbeddedOnly("Akka.NET's parser drops what += adds")]
    public void Append_adds_to_an_array()
    {
        ConfigurationFactory.ParseString("a = [1]\na += 2\na += 3").GetIntList("a").ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData("a = plain text with spaces", "plain text with spaces")]
    [InlineData("a = \"quoted # text\"", "quoted # text")]
    [InlineData("a = \"tab\\tnewline\\nquote\\\"\"", "tab\tnewline\nquote\"")]
    [InlineData("a = \"\"\"several\nlines \"quoted\" inside\"\"\"", "several\nlines \"quoted\" inside")]
    [InlineData("a = some.dotted.Name", "some.dotted.Name")]
    [InlineData("a = \"Type, Assembly\"", "Type, Assembly")]
    [InlineData("a = ends-here # comment", "ends-here")]
    [InlineData("a = \"\"", "")]
    public void Texts_are_read(string hocon, string expected)
    {
        ConfigurationFactory.ParseString(hocon).GetString("a").ShouldBe(expected);
    }

    [Fact]
    public void Quoted_keys_may_hold_dots()
    {
        var config = ConfigurationFactory.ParseString("map { \"System.Byte[]\" = bytes, \"a.b\" { c = 1 } }");
        config.GetConfig("map").AsEnumerable().Select(p => p.Key).ShouldBe(["System.Byte[]", "a.b"]);
        config.GetInt("map.\"a.b\".c").ShouldBe(1);
    }

    [Fact]
    public void Substitutions_take_values_from_elsewhere()
    {
        var config = ConfigurationFactory.ParseString("base { host = h, port = 80 }\nurl = ${base.host}\ncopy = ${base}");
        config.GetString("url").ShouldBe("h");
        config.GetInt("copy.port").ShouldBe(80);
    }

    [EmbeddedOnly("Akka.NET's parser keeps only the last part")]
    public void An_object_may_be_laid_over_a_substitution()
    {
        var config = ConfigurationFactory.ParseString("base { host = h, port = 80 }\ncopy = ${base} { port = 81 }");
        config.GetString("copy.host").ShouldBe("h");
        config.GetInt("copy.port").ShouldBe(81);
    }

    [Fact]
    public void A_substitution_may_look_forward_and_inside_its_own_object()
    {
        var config = ConfigurationFactory.ParseString("a { x = ${a.y}, y = 5 }\nb = ${c}\nc = 6");
        config.GetInt("a.x").ShouldBe(5);
        config.GetInt("b").ShouldBe(6);
    }

    [EmbeddedOnly("Akka.NET's parser sets such a value to null")]
    public void An_optional_substitution_that_finds_nothing_leaves_the_value_before()
    {
        var config = ConfigurationFactory.ParseString("a = 1\na = ${?nowhere.at.all}\nb = ${?nowhere.at.all}");
        config.GetInt("a").ShouldBe(1);
        config.HasPath("b").ShouldBeFalse();
    }

    [Fact]
    public void A_substitution_that_finds_nothing_is_an_error()
    {
        Should.Throw<Exception>(
            () => ConfigurationFactory.ParseString("a = ${nowhere.at.all}").GetString("a")).Message.ShouldContain("nowhere.at.all");
    }

    [Fact]
    public void Arrays_and_texts_join_with_substitutions()
    {
        var config = ConfigurationFactory.ParseString("x = [1, 2]\ny = ${x} [3]\nname = world\nhello = hello ${name}");
        config.GetIntList("y").ShouldBe([1, 2, 3]);
        config.GetString("hello").ShouldBe("hello world");
    }

    [Fact]
    public void Null_takes_a_value_away()
    {
        var config = ConfigurationFactory.ParseString("a = 1\na = null");
        config.GetString("a", null).ShouldBeNull();
    }

    [EmbeddedOnly("Akka.NET's parser reads over most mistakes")]
    public void Mistakes_are_errors_that_name_the_line()
    {
        Mistake("x = 1\na = {").ShouldContain("Line 2");
        Mistake("x = 1\n\na = [1, 2").ShouldContain("Line 3");
        Mistake("a = \"open").ShouldContain("Line 1");
        Mistake("a = 1\n}").ShouldContain("Line 2");
        Mistake("a").ShouldContain("Line 1");
        Mistake("a = ").ShouldContain("no value");
        Mistake("a = b = c").ShouldContain("'='");
        Mistake("a = [1] {b = 2}").ShouldContain("joined");
        Mistake("a = ${b}\nb = ${a}").ShouldContain("substitution");
    }

    private static string Mistake(string hocon) =>
        Should.Throw<ConfigurationException>(() => ConfigurationFactory.ParseString(hocon)).Message;
}
