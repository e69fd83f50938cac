using System.Globalization;
using Hanzo.Network.Joining;
using Hanzo.Network.Security.Invites;

namespace Hanzo.Network.Tests.Security.Invites;

public sealed class InviteCodecTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly Invite Sample = new()
    {
        Network = "home",
        NetworkId = "01J00000000000000000000007",
        Authority = [.. Enumerable.Range(0, 32).Select(i => (byte)i)],
        Token = [.. Enumerable.Range(200, 16).Select(i => (byte)i)],
        ExpiresAt = Now + TimeSpan.FromMinutes(15),
        Enrolment = [NodeAddress.Parse("192.168.1.20:5679"), NodeAddress.Parse("pi.local:5679")],
        Nodes = [NodeAddress.Parse("192.168.1.20:5681"), NodeAddress.Parse("[fe80::1]:5681")],
    };

    [Fact]
    public void An_invite_comes_back_as_it_was_written()
    {
        var read = InviteCodec.Read(InviteCodec.Write(Sample), Now).Invite.ShouldNotBeNull();
        (read.Network, read.NetworkId, read.ExpiresAt).ShouldBe((Sample.Network, Sample.NetworkId, Sample.ExpiresAt));
        read.Authority.ShouldBe(Sample.Authority);
        read.Token.ShouldBe(Sample.Token);
        read.Enrolment.ShouldBe(Sample.Enrolment);
        read.Nodes.ShouldBe(Sample.Nodes);
    }

    [Fact]
    public void The_written_form_is_fixed() => InviteCodec.Write(Sample).ShouldBe(
        "hanzo1-d5bkja9g65530c1g60r30c1g60r30c1g60r30c1g60r30c1q000g40r40m30e209185gr38e1w8124gk2gahc5rr34d1p70x3rfwhjeasf6cvkpft38x5mym"
        + "tqbde138dxppa0g0r2m0250p5w470t9edhqp6rbc2rqg4060n00h85hh0xk6ae1g78x325hh53k5zpr");

    [Fact]
    public void Case_breaks_and_letters_that_look_alike_do_not_matter()
    {
        var code = InviteCodec.Write(Sample);
        var wrapped = string.Join("\r\n  ", code.ToUpperInvariant().Chunk(40).Select(line => new string(line)));
        InviteCodec.Read($" {wrapped.Replace('0', 'O')}\n", Now).Invite.ShouldNotBeNull();
    }

    [Fact]
    public void The_largest_invite_fits_its_bounds_and_a_QR_code()
    {
        var host = string.Join('.', Enumerable.Repeat(new string('h', 62), 4))[..250];
        var largest = Sample with
        {
            Network = new string('n', 63),
            Enrolment = [.. Enumerable.Repeat(NodeAddress.Parse($"{host}:65535"), 4)],
            Nodes = [.. Enumerable.Repeat(NodeAddress.Parse($"{host}:65535"), 4)],
        };
        var code = InviteCodec.Write(largest);
        code.Length.ShouldBeLessThan(4296); // alphanumeric characters of the largest QR code
        InviteCodec.Read(code, Now).Invite.ShouldNotBeNull();
    }

    [Fact]
    public void What_may_not_be_in_an_invite_cannot_be_written()
    {
        Should.Throw<ArgumentException>(() => InviteCodec.Write(Sample with { Network = "Home" }));
        Should.Throw<ArgumentException>(() => InviteCodec.Write(Sample with { Token = [1] }));
        Should.Throw<ArgumentException>(() => InviteCodec.Write(Sample with { Enrolment = [] }));
        Should.Throw<ArgumentException>(() => InviteCodec.Write(Sample with { Nodes = [.. Enumerable.Repeat(Sample.Nodes[0], 5)] }));
    }

    [Theory]
    [InlineData("", InviteFault.NotACode)]
    [InlineData("hello", InviteFault.NotACode)]
    [InlineData("hanzo", InviteFault.NotACode)]
    [InlineData("hanzo0-abc", InviteFault.NotACode)]
    [InlineData("http://example.com/", InviteFault.NotACode)]
    [InlineData("hanzo1-", InviteFault.Mistyped)]
    [InlineData("hanzo1-0", InviteFault.Mistyped)]
    [InlineData("hanzo1-u", InviteFault.Mistyped)]
    [InlineData("hanzo2-abc", InviteFault.NewerVersion)]
    [InlineData("hanzo10-", InviteFault.NewerVersion)]
    public void What_is_no_invite_is_told_why(string text, InviteFault expected)
    {
        var read = InviteCodec.Read(text, Now);
        (read.Invite, read.Fault).ShouldBe((null, expected));
        read.Problem.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Each_single_altered_character_is_seen()
    {
        var code = InviteCodec.Write(Sample);
        for (var i = InviteCodec.Prefix.Length; i < code.Length; i++)
        {
            var altered = code[..i] + (code[i] == 'a' ? 'b' : 'a') + code[(i + 1)..];
            InviteCodec.Read(altered, Now).Fault.ShouldBe(InviteFault.Mistyped, altered);
            InviteCodec.Read(code.AsSpan(0, i), Now).Fault.ShouldBe(InviteFault.Mistyped);
        }
    }

    [Fact]
    public void An_expired_invite_says_since_when()
    {
        var read = InviteCodec.Read(InviteCodec.Write(Sample), Sample.ExpiresAt);
        read.Fault.ShouldBe(InviteFault.Expired);
        read.Problem.ShouldNotBeNull().ShouldContain("2026-01-02 03:19:05Z");
    }

    [Fact]
    public void An_invite_and_its_faults_show_no_token()
    {
        var code = InviteCodec.Write(Sample);
        Sample.ToString().ShouldNotContain("200");
        InviteCodec.Read(code + "x", Now).Problem.ShouldNotBeNull().ShouldNotContain(code[40..60]);
    }

    /// <summary>HANZO_FUZZ: how many; a million take about ten seconds.</summary>
    [Fact]
    public void No_text_makes_the_reader_throw_and_what_it_takes_is_what_was_written()
    {
        var cases = int.Parse(Environment.GetEnvironmentVariable("HANZO_FUZZ") ?? "20000", CultureInfo.InvariantCulture);
        var random = new Random(2026);
        var code = InviteCodec.Write(Sample);
        for (var i = 0; i < cases; i++)
        {
            var text = Mutated(code, random);
            var read = InviteCodec.Read(text, Now);
            (read.Invite is null).ShouldBe(read.Fault is not null, text);
            if (read.Invite is { } invite) InviteCodec.Read(InviteCodec.Write(invite), Now).Invite.ShouldNotBeNull(text);
        }
    }

    private static string Mutated(string code, Random random)
    {
        var text = random.Next(8) == 0 ? [.. Enumerable.Range(0, random.Next(300)).Select(_ => (char)random.Next(0x10000))] : code.ToList();
        for (var change = random.Next(4); change >= 0 && text.Count > 0; change--)
        {
            var at = random.Next(text.Count);
            switch (random.Next(6))
            {
                case 0: text[at] = (char)random.Next(128); break;
                case 1: text[at] = "0123456789abcdefghjkmnpqrstvwxyz"[random.Next(32)]; break;
                case 2: text.RemoveAt(at); break;
                case 3: text.Insert(at, (char)random.Next(0x10000)); break;
                case 4: text.RemoveRange(at, Math.Min(random.Next(40), text.Count - at)); break;
                default: text.AddRange(text.Skip(at).Take(random.Next(40)).ToArray()); break;
            }
        }
        var mutated = new string([.. text]);
        // A sealed content of any bytes: what the checksum does not catch.
        return random.Next(4) == 0 ? Resealed(random) : mutated;
    }

    private static string Resealed(Random random)
    {
        var content = Base32.Read(InviteCodec.Write(Sample).AsSpan(InviteCodec.Prefix.Length..)).ShouldNotBeNull()[..^4];
        for (var change = random.Next(3) + 1; change > 0; change--) content[random.Next(26 + 4)] = (byte)random.Next(256);
        if (random.Next(2) == 0) content = content[..random.Next(content.Length)];
        byte[] seal = [.. System.Text.Encoding.ASCII.GetBytes(InviteCodec.Prefix), .. content];
        return InviteCodec.Prefix + Base32.Write([.. content, .. System.Security.Cryptography.SHA256.HashData(seal)[..4]]);
    }
}
