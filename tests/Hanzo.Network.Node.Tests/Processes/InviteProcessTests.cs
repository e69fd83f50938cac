using System.Diagnostics;
using Hanzo.Network.Joining;
using Hanzo.Network.Node.Tests.Invites;
using Hanzo.Network.Security.Invites;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Embedded only: Akka.NET's runtime has no secured networks (docs/RUNTIMES.md).</summary>
[Trait("Runtime", "embedded")]
public sealed class InviteProcessTests
{
    /// <summary>Then only what the invite said, or what is remembered of it, leads to the others.</summary>
    private static readonly string[] BySeeds = ["--discovery", "seeds"];

    [ZbarFact]
    public async Task Machines_join_by_picture_and_by_pipe_and_come_again_by_up_alone()
    {
        await using var machines = new Machines();
        var one = await machines.StartAsync("a", "up", "--network", "home", "--node-id", "one");
        var picture = machines.File("invite.png");
        var invite = await machines.InviteAsync("a", "--png", picture);
        (invite.Network, invite.Addresses.Length).ShouldBe(("home", 1));

        var two = await machines.StartAsync("b", ["join", picture, "--node-id", "two", .. BySeeds]);
        var three = machines.Launch("c", ["join", "-", "--node-id", "three", .. BySeeds]);
        await three.Process.WriteLineAsync((await machines.InviteAsync("a")).Code);
        await three.ReadyAsync();
        await Machines.MeetAsync(one, two, three);

        await two.Process.InterruptAsync();
        (await two.Process.ExitAsync()).ShouldBe(0, two.Process.Transcript);
        var again = await machines.StartAsync("b", ["up", .. BySeeds]);
        (again.Ready.Network, again.Ready.NodeId).ShouldBe(("home", "two"));
        await Machines.MeetAsync(one, again, three);
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_with_its_reason()
    {
        await using var machines = new Machines();
        var one = await machines.StartAsync("a", "up", "--node-id", "one");
        var invite = await machines.InviteAsync("a");
        var two = await machines.StartAsync("b", "join", invite.Code, "--node-id", "two");

        await RefusedAsync("used_invite", "was used already", machines.EndAsync("c", "join", invite.Code));
        var altered = invite.Code[..60] + (invite.Code[60] == 'a' ? 'b' : 'a') + invite.Code[61..];
        await RefusedAsync("mistyped_invite", "mistyped", machines.EndAsync("c", "join", altered));
        await RefusedAsync("not_an_invite", "is no invite", machines.EndAsync("c", "join", "hello"));
        await RefusedAsync("newer_invite", "update hanzo", machines.EndAsync("c", "join", "hanzo2-abc"));
        await RefusedAsync("no_invite", "there is no file", machines.EndAsync("c", "join", "missing.png"));
        var fresh = (await machines.InviteAsync("a")).Code;
        await RefusedAsync("already_member", "already, as node", machines.EndAsync("b", "join", fresh));
        await RefusedAsync("already_member", "created network", machines.EndAsync("a", "join", fresh));
        await RefusedAsync("no_authority", "that is where node", machines.AskAsync("b", "invite", "--json"));
        await RefusedAsync("no_authority", "hanzo revoke one", machines.AskAsync("b", "revoke", "one", "--json"));
        (await machines.EndAsync("c", "join", fresh, "--network", "other")).Code.ShouldBe(2);

        one.Process.HasExited.ShouldBeFalse();
        var seen = await one.Client.GetNetworkAsync(CancellationToken.None);
        seen.Joining.ShouldNotBeNull().Refused.ShouldContainKeyAndValue("used_invite", 1);
        two.Process.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task A_machine_with_a_network_of_its_own_of_the_name_sets_it_aside_and_one_whose_name_is_taken_gets_another_id()
    {
        await using var machines = new Machines();
        var one = await machines.StartAsync("a", "up");
        var own = await machines.StartAsync("b", "up", "--node-id", "own");
        await own.Process.InterruptAsync();
        await own.Process.ExitAsync();

        var two = await machines.StartAsync("b", "join", (await machines.InviteAsync("a")).Code);
        two.Ready.NodeId.ShouldBe($"{one.Ready.NodeId}-2");
        Directory.GetDirectories(machines.KeysOf("b"), "default.set-aside-*").ShouldHaveSingleItem();
        await Machines.MeetAsync(one, two);
    }

    [Fact]
    public async Task A_revoked_node_is_out_everywhere_within_five_seconds_and_says_why_and_may_be_invited_again()
    {
        await using var machines = new Machines();
        var one = await machines.StartAsync("a", "up", "--node-id", "one");
        var two = await machines.StartAsync("b", "join", (await machines.InviteAsync("a")).Code, "--node-id", "two");
        var three = await machines.StartAsync("c", "join", (await machines.InviteAsync("a")).Code, "--node-id", "three");
        await Machines.MeetAsync(one, two, three);

        var began = Stopwatch.GetTimestamp();
        var (code, transcript) = await machines.AskAsync("a", "revoke", "two");
        code.ShouldBe(0, transcript);
        transcript.ShouldBe("node two is revoked and was removed from the network.");
        await Task.WhenAll(new[] { one, three }.Select(node => node.UntilAsync(seen => !seen.Peers.ContainsKey("two"))));
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (await two.Process.ExitAsync()).ShouldBe(1);
        two.Process.Transcript.ShouldContain("the certificate of node 'two' was revoked at");

        (code, transcript) = await machines.EndAsync("b", "up");
        code.ShouldBe(1);
        transcript.ShouldContain("was revoked at");
        await Machines.MeetAsync(one, three);

        var back = await machines.StartAsync("b", "join", (await machines.InviteAsync("a")).Code);
        back.Ready.NodeId.ShouldBe("two");
        await Machines.MeetAsync(one, back, three);
    }

    [Fact]
    public async Task A_node_that_was_away_hears_on_its_return_that_it_was_revoked()
    {
        await using var machines = new Machines();
        await machines.StartAsync("a", "up", "--node-id", "one");
        var two = await machines.StartAsync("b", "join", (await machines.InviteAsync("a")).Code, "--node-id", "two");
        await two.Process.InterruptAsync();
        await two.Process.ExitAsync();
        var (code, transcript) = await machines.AskAsync("a", "revoke", "two", "--json");
        code.ShouldBe(0, transcript);
        transcript.ShouldContain("\"was_member\":false");

        (code, transcript) = await machines.EndAsync("b", "up");
        code.ShouldBe(1, transcript);
        transcript.ShouldContain("\"code\":\"revoked\"");
    }

    private static async Task RefusedAsync(string code, string words, Task<(int Code, string Transcript)> command)
    {
        var (exit, transcript) = await command;
        exit.ShouldBe(1, transcript);
        transcript.ShouldContain($"\"{code}\"");
        transcript.ShouldContain(words);
    }
}

public sealed class InviteUnsecuredTests
{
    [Fact]
    public async Task A_network_without_keys_invites_nobody()
    {
        await using var machines = new Machines();
        await machines.StartAsync("a", "up", "--insecure");
        var (code, transcript) = await machines.AskAsync("a", "invite");
        code.ShouldBe(1, transcript);
        transcript.ShouldContain("runs without network keys");
    }

    [Fact]
    public async Task Nobody_joins_a_secured_network_unsecured()
    {
        await using var machines = new Machines();
        var invite = InviteCodec.Write(new Invite
        {
            Network = "home", NetworkId = "01J00000000000000000000007", Authority = [.. new byte[Invite.FingerprintBytes]],
            Token = [.. new byte[Invite.TokenBytes]], ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(uint.MaxValue),
            Enrolment = [NodeAddress.Parse("127.0.0.1:1")],
        });
        var (code, transcript) = await machines.EndAsync("a", "join", invite, "--insecure");
        code.ShouldNotBe(0, transcript);
        transcript.ShouldContain("networks with invites are secured");
    }
}
