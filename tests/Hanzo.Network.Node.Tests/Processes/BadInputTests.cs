using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Node.Tests.Processes;

public sealed class BadInputTests : IAsyncLifetime
{
    private readonly TestNetwork _network = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [Fact]
    public async Task Beacons_that_make_no_sense_disturb_nobody()
    {
        var one = await _network.StartAsync("one");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
        foreach (var beacon in BadBeacons())
            foreach (var address in new[] { IPAddress.Loopback, IPAddress.Parse("127.255.255.255") })
                socket.SendTo(beacon, new IPEndPoint(address, _network.BroadcastPort));

        var two = await _network.StartAsync("two");

        await Task.WhenAll(one.UntilAsync(network => network.Peers.Count == 1), two.UntilAsync(network => network.Peers.Count == 1));
        var answer = await one.Client.RunAsync(new RunRequestBody { Agent = "math", Input = "6 * 7" }, CancellationToken.None);
        answer.Output.ShouldStartWith("42");
    }

    [Fact]
    public async Task An_unknown_agent_is_refused_with_those_that_are_known()
    {
        var one = await _network.StartAsync("one");

        var refused = await Should.ThrowAsync<NodeClientException>(
            () => one.Client.RunAsync(new RunRequestBody { Agent = "poet", Input = "x" }, CancellationToken.None));
        refused.Code.ShouldBe("unknown_agent");
        refused.Message.ShouldContain("device, echo, math, text");

        var (code, transcript) = await HanzoProcess.RunAsync("run", "poet", "x", "--node", one.Url);
        code.ShouldBe(1, transcript);
    }

    [Fact]
    public async Task Busy_ports_give_way_to_the_next_and_are_told()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var one = await _network.StartAsync("one", "--http-port", port, "--listen-port", port);

        one.Ready.Remarks.ShouldContain(remark => remark.StartsWith($"--http-port {port} was busy"));
        one.Ready.Remarks.ShouldContain(remark => remark.StartsWith($"--listen-port {port} was busy"));
    }

    [Fact]
    public async Task A_broken_agents_file_is_named_with_line_and_field()
    {
        var file = Path.Combine(_network.Data.FullName, "agents.json");
        await File.WriteAllTextAsync(file, "{\n \"agents\": [\n  { \"name\": \"math\",\n    \"workload\": \"huge\" }\n ]\n}");

        var (code, transcript) = await HanzoProcess.RunAsync("up", "--agents", file, "--data", _network.Data.FullName);

        code.ShouldBe(2, transcript);
        transcript.ShouldContain($"{file}, line 4, agents[0].workload:");
    }

    [Fact]
    public async Task An_id_in_use_on_this_machine_is_refused_naming_who_has_it()
    {
        var one = await _network.StartAsync("one");
        var again = _network.Launch("one");

        (await again.Process.ExitAsync()).ShouldBe(1);
        again.Process.Transcript.ShouldContain($"in use on this machine by process {one.Process.Pid} at {one.Ready.Address}, {one.Url}");
        (await one.Client.GetNetworkAsync(CancellationToken.None)).PeerCount.ShouldBe(0);
    }

    [Fact]
    public async Task An_id_in_use_elsewhere_is_refused_on_both_sides_and_the_first_is_not_disturbed()
    {
        var one = await _network.StartAsync("one");
        var elsewhere = Directory.CreateTempSubdirectory("hanzo-elsewhere-");
        try
        {
            var again = _network.Launch("one", "--data", elsewhere.FullName);

            (await again.Process.ExitAsync()).ShouldBe(1, again.Process.Transcript);
            again.Process.Transcript.ShouldContain("one");
            var seen = await one.Client.GetNetworkAsync(CancellationToken.None);
            seen.PeerCount.ShouldBe(0);
            seen.Notices.ShouldContain(notice => notice.Contains("'one'"), string.Join('\n', seen.Notices));
            var answer = await one.Client.RunAsync(new RunRequestBody { Agent = "math", Input = "6 * 7" }, CancellationToken.None);
            answer.Output.ShouldStartWith("42");
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_record_left_by_a_killed_node_leads_nobody_astray()
    {
        var dead = await _network.StartAsync("one");
        await dead.Process.KillAsync();
        await dead.Process.ExitAsync();

        var (code, transcript) = await HanzoProcess.RunAsync("status", "--data", _network.Data.FullName);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain("no node runs on this machine");

        var again = await _network.StartAsync("one");
        (await again.Client.GetNetworkAsync(CancellationToken.None)).NodeId.ShouldBe("one");
    }

    private static IEnumerable<byte[]> BadBeacons()
    {
        var random = new Random(5678);
        for (var length = 0; length < 1500; length += 97)
        {
            var noise = new byte[length];
            random.NextBytes(noise);
            yield return noise;
        }
        const string Good =
            """{"v":1,"type":"hanzo.beacon","network":"default","incarnation":"01JD0000000000000000000000","node_id":"ghost","""
            + "\"address\":\"127.0.0.1\",\"port\":1,\"runtime\":\"nuget\",\"version\":\"0.1.0\"}";
        for (var cut = 1; cut < Good.Length; cut += 7) yield return Encoding.UTF8.GetBytes(Good[..cut]);
        yield return Encoding.UTF8.GetBytes(Good.Replace("\"default\"", "\"other\""));
        yield return Encoding.UTF8.GetBytes(Good.Replace("\"v\":1", "\"v\":99"));
        yield return Encoding.UTF8.GetBytes(Good.Replace("\"port\":1", "\"port\":99999999999"));
        yield return Encoding.UTF8.GetBytes(Good.Replace("127.0.0.1", "nowhere.invalid"));
        yield return Encoding.UTF8.GetBytes(Good.Replace("hanzo.beacon", "discovery"));
        yield return Encoding.UTF8.GetBytes($"{{\"x\":\"{new string('x', 60_000)}\"}}");
        yield return Encoding.UTF8.GetBytes(new string('[', 1300));
    }
}
