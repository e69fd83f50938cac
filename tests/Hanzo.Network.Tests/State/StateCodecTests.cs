using System.Collections.Immutable;
using System.Text;
using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

/// <summary>
/// What journals and replicas hold: a change that breaks one of these texts needs a new manifest, not a new text.
/// </summary>
public sealed class StateCodecTests
{
    private const string Stamp = "0197e9c3a8c80001";
    private static readonly HybridTime Time = HybridTime.Parse(Stamp);
    private static readonly StateKey Key = StateKey.Parse("plan");
    private static readonly ImmutableSortedDictionary<string, Covered> Seen =
        ImmutableSortedDictionary<string, Covered>.Empty.Add("n1~A", new Covered(3, -7)).Add("n2~B", new Covered(4));

    private static readonly string End = $"\"sequence\":5,\"time\":\"{Stamp}\",\"key\":\"plan\",\"born\":\"{Stamp}\"";
    private static readonly string Saw = ",\"seen\":{\"n1~A\":[3,-7],\"n2~B\":[4]}}";

    public static TheoryData<string, string, object> Events() => new()
    {
        { "state.opened.1", """{"writer":"n1~01J9Z000"}""", new WriterOpened("n1~01J9Z000") },
        { "state.met.1", """{"writer":"n2~01J9Z001"}""", new WriterMet("n2~01J9Z001") },
        {
            "state.set.1", $$"""{"value":{"a":["ü",1.50,null]},{{End}}{{Saw}}""",
            new ValueSet(StateValue.Parse("""{ "a": ["ü", 1.50, null] }"""))
            {
                Sequence = 5, Time = Time, Key = Key, Born = Time, Seen = Seen,
            }
        },
        {
            "state.set.1", $$"""{"value":null,{{End}}}""",
            new ValueSet(StateValue.Parse("null")) { Sequence = 5, Time = Time, Key = Key, Born = Time }
        },
        {
            "state.removed.1", $$"""{"kind":"register",{{End}}{{Saw}}""",
            new KeyRemoved(StateKind.Register) { Sequence = 5, Time = Time, Key = Key, Born = Time, Seen = Seen }
        },
        {
            "state.appended.1", $$"""{"item":"x",{{End}}}""",
            new ItemAppended(StateValue.Of("x")) { Sequence = 5, Time = Time, Key = Key, Born = Time }
        },
        {
            "state.incremented.1", $$"""{"amount":-2,{{End}}}""",
            new CountIncremented(-2) { Sequence = 5, Time = Time, Key = Key, Born = Time }
        },
    };

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_written_as_ever_and_reads_back(string manifest, string json, object @event)
    {
        var encoded = StateCodec.Encode(@event);

        (encoded.Manifest, Encoding.UTF8.GetString(encoded.Payload.Span)).ShouldBe((manifest, json));
        var read = StateCodec.Decode(manifest, Encoding.UTF8.GetBytes(json));
        Encoding.UTF8.GetString(StateCodec.Encode(read).Payload.Span).ShouldBe(json);
    }

    [Fact]
    public void A_part_is_replicated_as_ever_and_reads_back()
    {
        var part = new StatePart
        {
            Kind = StateKind.List, Sequence = 5, Time = Time, Born = Time, Sum = 9, Seen = Seen,
            Items = [new StateListItem(4, Time, StateValue.Of("x")), new StateListItem(5, Time, StateValue.Parse("null"))],
        };

        var text = StateCodec.Write(part);

        text.ShouldBe(
            $$"""{"kind":"list","sequence":5,"time":"{{Stamp}}","born":"{{Stamp}}","items":[[4,"{{Stamp}}","x"],"""
            + $$"""[5,"{{Stamp}}",null]],"sum":9{{Saw}}""");
        StateCodec.Write(StateCodec.ReadPart(text)).ShouldBe(text);
    }

    [Fact]
    public void A_removed_register_is_told_from_one_that_holds_null()
    {
        var empty = new StatePart { Kind = StateKind.Register, Sequence = 5, Time = Time, Born = Time };
        var gone = empty with { Removed = true };

        StateCodec.Write(empty).ShouldBe($$"""{"kind":"register","sequence":5,"time":"{{Stamp}}","born":"{{Stamp}}"}""");
        StateCodec.Write(gone).ShouldBe($$"""{"kind":"register","sequence":5,"time":"{{Stamp}}","born":"{{Stamp}}","removed":true}""");
        StateCodec.ReadPart(StateCodec.Write(gone)).Removed.ShouldBeTrue();
        StateCodec.ReadPart(StateCodec.Write(empty)).Value.Json.ShouldBe("null");
    }

    [Fact]
    public void Fields_of_a_later_version_are_ignored() =>
        StateCodec.Decode("state.opened.1", """{"writer":"w","colour":"red"}"""u8).ShouldBe(new WriterOpened("w"));

    [Theory]
    [InlineData("state.set.2", "{}")]
    [InlineData("state.set.1", "{}")]
    [InlineData("state.set.1", "null")]
    [InlineData("state.set.1", """{"value":1,"sequence":5,"time":"yesterday","key":"plan","born":"0197e9c3a8c80001"}""")]
    [InlineData("state.set.1", """{"value":1,"sequence":5,"time":"0197e9c3a8c80001","key":"no key","born":"0197e9c3a8c80001"}""")]
    [InlineData("state.removed.1", """{"kind":"tree","sequence":5,"time":"0197e9c3a8c80001","key":"k","born":"0197e9c3a8c80001"}""")]
    [InlineData(
        "state.set.1", """{"value":1,"sequence":5,"time":"0197e9c3a8c80001","key":"k","born":"0197e9c3a8c80001","seen":{"w":["x"]}}""")]
    public void What_is_no_event_is_refused_with_its_manifest(string manifest, string json) =>
        Should.Throw<FormatException>(() => StateCodec.Decode(manifest, Encoding.UTF8.GetBytes(json))).Message.ShouldContain(manifest);

    [Fact]
    public void A_part_beyond_the_bound_is_refused() =>
        Should.Throw<FormatException>(() => StateCodec.ReadPart(new string('x', StateLimits.MaxBucketBytes + 1))).Message
            .ShouldContain("65537");
}
