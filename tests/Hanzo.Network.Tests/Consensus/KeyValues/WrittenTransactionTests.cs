using System.Text;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Tests.Consensus.KeyValues;

public sealed class WrittenTransactionTests
{
    [Fact]
    public void Lists_may_be_left_out_and_names_come_in_any_order()
    {
        var read = Read("""
            {"then":[{"key":"a","value":"1","kind":"put"},{"key":"b","kind":"get"}],
             "if":[{"kind":"Greater","part":"Version","key":"a","number":1},{"key":"a","part":"Value","kind":"Equal","text":""}]}
            """);
        read.If.ShouldBe([new Comparison("a", ComparedPart.Version, ComparisonKind.Greater, Number: 1), Comparison.Is("a", "")]);
        read.Then.ShouldBe([new Operation.Put("a", "1"), new Operation.Get("b")]);
        read.Else.ShouldBeEmpty();
        Read("{}").Then.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"iff":[{"key":"k","part":"Version","kind":"Equal"}],"then":[{"kind":"put","key":"k","value":"v"}]}""", "iff")]
    [InlineData("""{"if":[{"key":"k","part":"Version","kind":"Equal","nummer":3}]}""", "nummer")]
    [InlineData("""{"if":[{"key":"k","number":3}]}""", "part")]
    [InlineData("""{"if":[{"part":"Version","kind":"Equal"}]}""", "key")]
    [InlineData("""{"if":[{"key":"k","part":99,"kind":"Equal"}]}""", "parts: Value, Version, Created, Modified, Lease")]
    [InlineData("""{"if":[{"key":"k","part":"Version","kind":7}]}""", "kinds: Equal, NotEqual, Less, Greater")]
    [InlineData("""{"if":[{"key":"k","part":"Value","kind":"Equal","number":3}]}""", "'text'")]
    [InlineData("""{"if":[null]}""", "comparison is null")]
    [InlineData("""{"then":[null]}""", "operation is null")]
    [InlineData("""{"then":[{"kind":"put","key":"k"}]}""", "value")]
    [InlineData("""{"then":[{"kind":"put","key":"k","value":null}]}""", "then[0].value")]
    [InlineData("""{"then":[{"kind":"put","key":"\ud800","value":"v"}]}""", "then[0].key")]
    [InlineData("""{"then":[{"key":"k"}]}""", "then[0]")]
    [InlineData("""{"then":null}""", "then")]
    [InlineData("null", "null")]
    [InlineData("[]", "it is a list; it must be an object with if, then, else")]
    [InlineData("""{"then":[{"kind":"jump","key":"k"}]}""", "'then[0].kind' is 'jump'; allowed: put, delete, get")]
    [InlineData("""{"then":[{"kind":"get","key":"k","prefix":"yes"}]}""", "'then[0].prefix' is a text; it must be true or false")]
    [InlineData("""{"then":[{"kind":"get","key":"k","value":"v"}]}""", "no field 'then[0].value'; allowed: kind, key, prefix")]
    [InlineData("""{"else":[{"kind":"put","key":"k","value":"v","lease":1.5}]}""", "'else[0].lease' is the number 1.5; it must be a whole")]
    [InlineData("""{"else":[7]}""", "'else[0]' is the number 7; an operation must be an object")]
    [InlineData("""{"then":[{"kind":"put","key":"k","value":3}]}""", "'then[0].value' is the number 3; it must be a text")]
    [InlineData("""{"if":[{"key":"k","part":"Size","kind":"Equal"}]}""", "'if[0].part' is 'Size'; parts: Value")]
    [InlineData("""{"then":[],"then":[]}""", "'then' is there twice")]
    [InlineData("""{"then":[""", "it is no JSON")]
    public void What_is_misspelt_missing_or_nothing_is_refused_by_its_name(string json, string named) =>
        Should.Throw<FormatException>(() => Read(json)).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain(named),
            message => message.ShouldNotContain("Hanzo."),
            message => message.ShouldNotContain("System."));

    private static KeyValueCommand.Transact Read(string json) => KeyValueCodec.ReadTransaction(Encoding.UTF8.GetBytes(json));
}
