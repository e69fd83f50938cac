using System.Collections.Immutable;
using Hanzo.Network.Security;

namespace Hanzo.Network.Tests.Security;

public sealed class RevocationTests
{
    private const string Network = "01JDA0000000000000000000AB";
    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, 890, TimeSpan.Zero);
    private static readonly ImmutableArray<byte> Signature = [.. Enumerable.Repeat((byte)7, RevocationRules.SignatureBytes)];

    [Fact]
    public void A_certificate_of_before_the_revocation_is_refused_and_one_of_after_it_is_not()
    {
        var list = RevocationRules.Next(RevocationList.None, "pi", At);
        Assert.Equal(
            "the certificate of node 'pi' was revoked at 2026-03-04 05:06:07Z",
            RevocationRules.ReasonAgainst(list, "pi", At.AddMilliseconds(-1)));
        Assert.NotNull(RevocationRules.ReasonAgainst(list, "pi", null));
        Assert.Null(RevocationRules.ReasonAgainst(list, "pi", At));
        Assert.Null(RevocationRules.ReasonAgainst(list, "laptop", At.AddDays(-9)));
    }

    [Fact]
    public void The_next_list_counts_up_and_names_all_that_were_named()
    {
        var first = RevocationRules.Next(RevocationList.None, "pi", At);
        var again = RevocationRules.Next(first, "pi", At.AddHours(1));
        Assert.Equal((2, At.AddHours(1)), (again.Version, Assert.Single(again.Nodes).At));
        var later = RevocationRules.Next(again, "box", At.AddDays(90));
        Assert.Equal(["box", "pi"], later.Nodes.Select(node => node.NodeId));
        // A clock that is far ahead lets nobody in again.
        var ahead = RevocationRules.Next(later, "attic", At.AddYears(3));
        Assert.Equal(["attic", "box", "pi"], ahead.Nodes.Select(node => node.NodeId));
    }

    [Fact]
    public void A_full_list_takes_nobody_else()
    {
        var list = RevocationList.None;
        for (var i = 0; i < RevocationList.MaxNodes; i++) list = RevocationRules.Next(list, $"n{i}", At);
        Assert.Null(RevocationRules.Misfit(list with { Signature = Signature }));
        Assert.True(RevocationCodec.Write(list with { Signature = Signature }).Length <= RevocationCodec.MaxLength);
        Assert.Contains("500 nodes", Assert.Throws<InvalidOperationException>(() => RevocationRules.Next(list, "more", At)).Message);
        Assert.Equal(RevocationList.MaxNodes, RevocationRules.Next(list, "n7", At).Nodes.Length);
        // Unless no certificate speaks for those it names any more.
        Assert.Equal("more", Assert.Single(RevocationRules.Next(list, "more", At.AddDays(92)).Nodes).NodeId);
    }

    [Fact]
    public void Every_part_of_a_list_is_signed()
    {
        var list = RevocationRules.Next(RevocationRules.Next(RevocationList.None, "a", At), "bc", At);
        RevocationList[] others =
        [
            list with { Version = 3 },
            list with { Nodes = [list.Nodes[0]] },
            list with { Nodes = [list.Nodes[1], list.Nodes[0]] },
            list with { Nodes = [new Revocation("ab", At), new Revocation("c", At)] },
            list with { Nodes = [list.Nodes[0], new Revocation("bc", At.AddMilliseconds(1))] },
        ];
        var signed = RevocationRules.SignedBytes(Network, list);
        Assert.All(others, other => Assert.NotEqual(signed, RevocationRules.SignedBytes(Network, other)));
        Assert.NotEqual(signed, RevocationRules.SignedBytes(Network.Replace('A', 'C'), list));
    }

    [Fact]
    public void A_list_is_read_as_it_was_written()
    {
        var list = RevocationRules.Next(RevocationList.None, "pi", At) with { Signature = Signature };
        Assert.True(RevocationCodec.TryRead(RevocationCodec.Write(list), out var read, out _));
        Assert.Equal(RevocationRules.SignedBytes(Network, list), RevocationRules.SignedBytes(Network, read));
        Assert.Equal(Signature.AsSpan(), read.Signature.AsSpan());
        Assert.True(RevocationCodec.TryRead(RevocationCodec.Write(RevocationList.None), out _, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":1,"nodes":[null],"signature":""}""")]
    [InlineData("""{"version":1,"nodes":[{"node":"a b","at":1}],"signature":""}""")]
    [InlineData("""{"version":1,"nodes":[{"node":"a","at":9223372036854775807}],"signature":""}""")]
    [InlineData("""{"version":1,"nodes":[],"signature":"AAAA"}""")]
    [InlineData("""{"version":-1,"nodes":[],"signature":""}""")]
    [InlineData("""{"version":0,"nodes":[{"node":"a","at":1}],"signature":""}""")]
    [InlineData("""{"version":1,"nodes":[{"node":"a","at":1},{"node":"a","at":2}],"signature":""}""")]
    public void What_is_no_list_is_refused_with_a_reason(string text)
    {
        Assert.False(RevocationCodec.TryRead(text, out _, out var problem));
        Assert.NotEqual("", problem);
    }

    [Fact]
    public void A_list_of_any_bytes_is_read_or_refused()
    {
        var random = new Random(8);
        var text = RevocationCodec.Write(RevocationRules.Next(RevocationList.None, "pi", At) with { Signature = Signature });
        for (var i = 0; i < 2000; i++)
        {
            var altered = text.ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--) altered[random.Next(altered.Length)] = (char)random.Next(32, 300);
            if (RevocationCodec.TryRead(new string(altered), out var read, out _)) Assert.Null(RevocationRules.Misfit(read));
        }
    }
}
