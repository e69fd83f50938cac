using System.Globalization;
using System.Text;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Tests.Joining.Roads;

public sealed class TailscaleRoadTests : IAsyncDisposable
{
    // As tailscale 1.76 writes it, shortened, with names and keys made up.
    private const string Tailnet = """
        {
          "Version": "1.76.1-tc1d3a9ee4-g5b8ba9c7b",
          "TUN": true,
          "BackendState": "Running",
          "HaveNodeKey": true,
          "AuthURL": "",
          "TailscaleIPs": ["100.101.102.1", "fd7a:115c:a1e0::1"],
          "Self": {
            "ID": "nSelf1CNTRL", "PublicKey": "nodekey:00", "HostName": "laptop", "DNSName": "laptop.tail1234.ts.net.", "OS": "linux",
            "TailscaleIPs": ["100.101.102.1", "fd7a:115c:a1e0::1"], "Online": true, "ExitNode": false, "Active": false
          },
          "Health": [],
          "MagicDNSSuffix": "tail1234.ts.net",
          "CurrentTailnet": {"Name": "someone@example.org", "MagicDNSSuffix": "tail1234.ts.net", "MagicDNSEnabled": true},
          "Peer": {
            "nodekey:01": {
              "ID": "n1CNTRL", "HostName": "server", "OS": "linux", "TailscaleIPs": ["100.90.1.2", "fd7a:115c:a1e0::2"],
              "Relay": "fra", "RxBytes": 1, "LastSeen": "0001-01-01T00:00:00Z", "Online": true, "Active": true
            },
            "nodekey:02": {
              "ID": "n2CNTRL", "HostName": "phone", "OS": "iOS", "TailscaleIPs": ["100.90.1.3", "fd7a:115c:a1e0::3"],
              "LastSeen": "2026-01-01T10:00:00Z", "Online": false
            },
            "nodekey:03": {
              "ID": "n3CNTRL", "HostName": "pi", "OS": "linux", "TailscaleIPs": ["fd7a:115c:a1e0::4", "100.90.1.4"], "Online": true
            },
            "nodekey:04": {"ID": "n4CNTRL", "HostName": "odd", "TailscaleIPs": ["192.168.1.7"], "Online": true},
            "nodekey:05": {"ID": "n5CNTRL", "HostName": "six", "TailscaleIPs": ["fd7a:115c:a1e0::5"], "Online": true},
            "nodekey:06": {"ID": "n6CNTRL", "HostName": "new", "TailscaleIPs": null, "Online": true}
          },
          "User": {"1": {"ID": 1, "LoginName": "someone@example.org"}},
          "ClientVersion": {"RunningLatest": true}
        }
        """;

    private readonly ManualTime _time = new();
    private readonly ScriptedDialer _dialer = new();
    private readonly FollowedRoad _followed;
    private ProgramAnswer _answer = new(Tailnet, null, IsInstalled: true);

    public TailscaleRoadTests() => _followed = new FollowedRoad(
        new TailscaleRoad(5681, _ => Task.FromResult(_answer), _dialer, _time), _time, Nodes.Node("one", "100.101.102.1:5681"));

    [Fact]
    public void Machines_of_the_tailnet_that_are_online_are_told_by_their_100_addresses() =>
        Text(TailscaleStatus.Parse(Tailnet)).ShouldBe("100.90.1.2 100.90.1.4");

    [Theory]
    [InlineData("""{"BackendState":"NeedsLogin","Peer":null}""", "Tailscale does not run on this machine: NeedsLogin")]
    [InlineData("""{"BackendState":"Stopped"}""", "Tailscale does not run on this machine: Stopped")]
    [InlineData("{}", "Tailscale does not run on this machine: unknown state")]
    [InlineData("[]", "tailscale status says something else than expected")]
    [InlineData("", "tailscale status wrote no JSON")]
    [InlineData("failed to connect to local tailscaled", "tailscale status wrote no JSON")]
    public void A_tailscale_that_does_not_run_says_why(string text, string problem) =>
        TailscaleStatus.Parse(text).Problem.ShouldBe(problem);

    [Fact]
    public void No_cut_or_garbled_answer_throws()
    {
        for (var length = 0; length < Tailnet.Length; length++) TailscaleStatus.Parse(Tailnet[..length]).Peers.ShouldBeEmpty();
        foreach (var odd in new[] { "7", "null", "\"x\"", "[1]", "{\"a\":1}" })
            foreach (var field in new[] { "Peer", "BackendState", "TailscaleIPs", "Online" })
                TailscaleStatus.Parse(Tailnet.Replace($"\"{field}\": ", $"\"{field}\": {odd}, \"was\": ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tailnet_of_thousands_is_bounded()
    {
        var text = new StringBuilder("""{"BackendState":"Running","Peer":{""");
        for (var i = 0; i < 5000; i++)
            text.Append(CultureInfo.InvariantCulture, $"\"{i}\":{{\"Online\":true,\"TailscaleIPs\":[\"100.64.{i >> 8}.{i & 255}\"]}},");
        text.Length--;
        TailscaleStatus.Parse(text.Append("}}").ToString()).Peers.Length.ShouldBe(RoadNews.MaxAddresses);
    }

    [Fact]
    public async Task Only_machines_that_listen_are_contacts_and_they_are_dialled_once()
    {
        (await TextAsync()).ShouldBe("");
        _dialer.Listening.Add("100.90.1.4:5681");
        (await TextAsync()).ShouldBe("100.90.1.4:5681");
        _dialer.Dialled.Clear();
        _dialer.Listening.Add("100.90.1.2:5681");
        (await TextAsync()).ShouldBe("100.90.1.2:5681,100.90.1.4:5681");
        _dialer.Dialled.ShouldNotContain("100.90.1.4:5681");
    }

    [Fact]
    public async Task A_missing_program_is_a_notice_and_no_end()
    {
        _answer = new ProgramAnswer(null, null, IsInstalled: false);
        (await _followed.NextAsync()).Notice.ShouldBe(TailscaleRoad.NotInstalled);
        _answer = new ProgramAnswer(null, "tailscale took too long", IsInstalled: true);
        var slow = await _followed.NextAsync();
        (slow.Notice, slow.Error).ShouldBe((null, "tailscale took too long"));
        _answer = new ProgramAnswer(Tailnet, null, IsInstalled: true);
        (await _followed.NextAsync()).Error.ShouldBeNull();
    }

    public ValueTask DisposeAsync() => _followed.DisposeAsync();

    private async Task<string> TextAsync() => string.Join(',', (await _followed.NextAsync()).Addresses!.Value);

    private static string Text(TailscaleStatus status) => string.Join(' ', status.Peers);
}
