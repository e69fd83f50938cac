using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

public sealed class DoctorProcessTests : IAsyncLifetime
{
    private readonly TestNetwork _network = new();

    private string Port => _network.BroadcastPort.ToString(CultureInfo.InvariantCulture);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [Fact]
    public async Task Two_nodes_that_have_met_are_well()
    {
        var one = await _network.StartAsync("one");
        var two = await _network.StartAsync("two");
        await Task.WhenAll(one.UntilAsync(network => network.Peers.Count == 1), two.UntilAsync(network => network.Peers.Count == 1));
        await one.UntilAsync(network => network.Joining!.Interfaces.Any(link => link.OwnHeard > 0));
        var (code, transcript) = await HanzoProcess.RunAsync("doctor", "--node", one.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain("Node 'one' of network 'default'");
        transcript.ShouldContain("Members besides this node: two.");
        transcript.ShouldContain("Next: ");
        var network = await one.Client.GetNetworkAsync(CancellationToken.None);
        network.Joining!.Beacons["sent"].ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_node_whose_port_another_program_holds_is_told_which()
    {
        using var program = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        program.Bind(new IPEndPoint(IPAddress.Any, 0));
        var port = ((IPEndPoint)program.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);
        var one = await _network.StartAsync("one", "--broadcast-port", port);
        var (code, transcript) = await HanzoProcess.RunAsync("doctor", "--node", one.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain($"PROBLEM: UDP port {port} cannot be used");
        if (OperatingSystem.IsLinux()) transcript.ShouldContain($"(process {Environment.ProcessId})");
        transcript.ShouldContain("Next: End ");
    }

    [Fact]
    public async Task Without_a_node_the_machine_is_looked_at_and_other_networks_are_heard()
    {
        var other = Directory.CreateTempSubdirectory("hanzo-doctor-");
        try
        {
            await _network.StartAsync("one", "--network", "office");
            var (code, transcript) = await HanzoProcess.RunAsync("doctor", "--json", "--data", other.FullName, "--broadcast-port", Port);
            var doctor = JsonSerializer.Deserialize(transcript.Split('\n')[^1], ApiJson.Default.DoctorBody).ShouldNotBeNull();
            doctor.NodeId.ShouldBeNull();
            doctor.Findings.ShouldContain(finding => finding.Code == "network" && finding.Text.Contains("'office'"), transcript);
            doctor.Interfaces.ShouldContain(link => link.Sent > 0);
            code.ShouldBe(doctor.Healthy ? 0 : 1);
        }
        finally
        {
            other.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_a_node_a_port_that_is_held_is_a_problem()
    {
        using var program = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        program.Bind(new IPEndPoint(IPAddress.Any, 0));
        var port = ((IPEndPoint)program.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);
        var (code, transcript) = await HanzoProcess.RunAsync(
            "doctor", "--data", Path.Combine(_network.Data.FullName, "none"), "--broadcast-port", port);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain("This machine, without a node");
        transcript.ShouldContain($"UDP port {port} cannot be used");
    }

    [Fact]
    public async Task A_port_out_of_range_is_bad_usage()
    {
        var (code, transcript) = await HanzoProcess.RunAsync("doctor", "--broadcast-port", "70000");
        code.ShouldBe(2, transcript);
        transcript.ShouldContain("must be 1 to 65535");
    }
}
