using System.Collections.Immutable;
using System.Text;
using Hanzo.Network.Security.Invites;

namespace Hanzo.Network.Tests.Security.Invites;

public sealed class InviteBookCodecTests
{
    private static readonly string Hash = new('A', 64);
    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Fact]
    public void What_is_kept_is_read_again()
    {
        ImmutableArray<KeptInvite> kept = [new(Hash, At, null), new(new string('0', 64), At.AddDays(7), Hash)];
        Assert.Equal(kept.AsEnumerable(), InviteBookCodec.Read(InviteBookCodec.Write(kept))!.Value);
        Assert.Empty(InviteBookCodec.Read(InviteBookCodec.Write([]))!.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"invites":[null]}""")]
    [InlineData("""{"invites":[{"token":"AB","expires":1}]}""")]
    [InlineData("""{"invites":[{"token":"#","expires":1}]}""")]
    [InlineData("""{"invites":[{"token":"A","expires":9223372036854775807}]}""")]
    [InlineData("""{"invites":[{"token":"A","expires":1,"used_by":"x"}]}""")]
    public void Anything_else_is_none(string text)
    {
        var json = text.Replace("\"A\"", $"\"{Hash}\"").Replace("\"#\"", $"\"{new string('g', 64)}\"");
        Assert.Null(InviteBookCodec.Read(Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void More_than_a_book_holds_is_none()
    {
        var kept = Enumerable.Range(0, InviteBook.MaxOpen + InviteBook.MaxClosed + 1)
            .Select(i => new KeptInvite($"{i:X64}", At, null)).ToImmutableArray();
        Assert.Null(InviteBookCodec.Read(InviteBookCodec.Write(kept)));
        Assert.Equal(kept.Length - 1, InviteBookCodec.Read(InviteBookCodec.Write(kept[1..]))!.Value.Length);
    }

    [Fact]
    public void A_book_goes_on_where_another_has_ended()
    {
        byte[] token = [1], machine = [2];
        var first = new InviteBook();
        Assert.True(first.Issue(token, At.AddMinutes(15), At));
        var second = new InviteBook();
        second.Restore(first.Kept);
        Assert.Equal(InviteVerdict.Accepted, second.Redeem(token, machine, "here", At));
        first.Restore(second.Kept);
        Assert.Equal(InviteVerdict.Used, first.Judge(token, [3], "there", At));
    }
}
