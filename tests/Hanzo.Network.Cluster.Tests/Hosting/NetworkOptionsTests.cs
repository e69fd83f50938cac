using Hanzo.Network.Adapters;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Devices;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.BuiltIn;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Hosting;

public sealed class NetworkOptionsTests(ITestOutputHelper output)
{
    [Fact]
    public void Good_options_pass() => Problems(_ => { }).ShouldBeEmpty();

    [Fact]
    public void Every_violation_is_told_at_once_with_name_value_and_range() => Problems(options =>
    {
        options.Network = "Not A Name";
        options.NodeId = "";
        options.ListenPort = 70_000;
        options.BroadcastPort = 0;
        options.Bind = "somewhere";
        options.Seeds = ["no port"];
        options.Capacity = 1001;
        options.Profile = "huge";
        options.SessionIdle = TimeSpan.Zero;
        options.SnapshotEvery = 9;
        options.KeepEvents = TimeSpan.FromSeconds(-1);
        options.KeepSessions = TimeSpan.Zero;
        options.JournalPatience = TimeSpan.FromSeconds(-1);
    }).ShouldBe([
        "Network is 'Not A Name': it must match [a-z][a-z0-9_-]{0,62}.",
        "NodeId is '': it must have 1 to 63 of a-z A-Z 0-9 . _ -, not dots alone.",
        "Profile is 'huge': it must be one of lan, node, production, simulation.",
        "ListenPort is '70000': it must be 0 (any) to 65535.",
        "BroadcastPort is '0': it must be 1 to 65535.",
        "Capacity is '1001': it must be 1 to 1000.",
        "Bind is 'somewhere': it must be an IP address, such as 127.0.0.1 or 0.0.0.0.",
        "Seeds is 'no port': it must be host:port with a host name or IP address of at most 253 characters and a port of 1 to 65535.",
        "SessionIdle is '00:00:00': it must be 00:00:01 to 1.00:00:00.",
        "SnapshotEvery is '9': it must be 10 to 100000.",
        "KeepEvents is '-00:00:01': it must be 00:00:00 to 3650.00:00:00.",
        "KeepSessions is '00:00:00': it must be 00:00:01 to 3650.00:00:00.",
        "JournalPatience is '-00:00:01': it must be 00:00:00 to 00:05:00.",
    ]);

    [Fact]
    public void An_address_beyond_this_machine_needs_insecure()
    {
        Problems(options => options.Bind = "0.0.0.0").ShouldHaveSingleItem().ShouldContain("needs UseSecurity, or Insecure = true");
        Problems(options => (options.Bind, options.Insecure) = ("0.0.0.0", true)).ShouldBeEmpty();
    }

    [Fact]
    public void Two_agents_of_one_name_and_too_many_slots_are_told()
    {
        var agent = new Agent { Name = AgentName.Parse("math"), Slots = 3000 };

        Problems(options => options.Agents = [agent, agent]).ShouldBe([
            "Agents is 'math': two agents have this name.",
            "Agents[math].Slots is '3000': it must be 1 to 256.",
            "Agents[math].Slots is '3000': it must be 1 to 256.",
            "Agents is '6000 slots': all agents together may have 2000.",
        ]);
    }

    [Fact]
    public void A_name_that_the_network_uses_itself_is_no_agents() =>
        Problems(options => options.Agents = [new Agent { Name = AgentName.Parse("run-directory") }])
            .ShouldBe(["Agents is 'run-directory': the name 'run-directory' is the network's own; choose another."]);

    [Fact]
    public void Agents_that_are_well_each_may_have_too_many_slots_together() =>
        Problems(options => options.Agents =
            [.. Enumerable.Range(1, 8).Select(n => new Agent { Name = AgentName.Parse($"a{n}"), Slots = AgentsFile.MaxSlots })])
            .ShouldHaveSingleItem().ShouldBe("Agents is '2048 slots': all agents together may have 2000.");

    [Fact]
    public void A_tool_that_this_node_does_not_have_is_told() =>
        Problems(options => options.Agents = [new Agent { Name = AgentName.Parse("dice"), Tools = [new ToolReference("rol_dice")] }])
            .ShouldHaveSingleItem().ShouldStartWith("Agents[dice].Tools is 'rol_dice': this node has ask_person, calculate, ");

    [Fact]
    public void A_partition_mode_that_is_none_is_told() =>
        Problems(options => options.Agents = [new Agent { Name = AgentName.Parse("dice"), Partition = (PartitionMode)7 }])
            .ShouldHaveSingleItem().ShouldBe("Agents[dice].Partition is '7': it must be one of pause, read-only, continue-local.");

    [Fact]
    public async Task A_host_knows_its_own_tools()
    {
        await using var network = new TestNetwork(output);

        var error = await Should.ThrowAsync<OptionsValidationException>(() => network.StartAsync("one", n => n
            .AddTool(AIFunctionFactory.Create(() => 4, "roll_dice"))
            .AddAgent("good", "", "roll_dice")
            .AddAgent("bad", "", "rol_dice")).Within(10));

        error.Failures.ShouldHaveSingleItem().ShouldContain("Agents[bad].Tools is 'rol_dice': this node has ");
        error.Message.ShouldContain("roll_dice");
    }

    [Fact]
    public void Definitions_that_do_not_fit_a_message_are_told() =>
        Problems(options => options.Agents = [new Agent { Name = AgentName.Parse("talker"), Instructions = new string('x', 50_000) }])
            .ShouldHaveSingleItem().ShouldContain("40960 bytes");

    [Fact]
    public async Task A_host_with_bad_options_does_not_start()
    {
        await using var network = new TestNetwork(output);

        var error = await Should.ThrowAsync<OptionsValidationException>(
            () => network.StartAsync("one", n => n.Configure(o => (o.ListenPort, o.BroadcastPort) = (-1, -1))).Within(10));

        error.Failures.Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_busy_port_gives_way_to_the_next_free_one()
    {
        using var busy = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        busy.Start();
        var port = ((System.Net.IPEndPoint)busy.LocalEndpoint).Port;
        await using var network = new TestNetwork(output);

        var one = await network.StartAsync("one", n => n.Configure(o => o.ListenPort = port), BuiltInAgents.Echo);

        var taken = int.Parse((await one.Network.GetStatusAsync()).Address.Split(':')[1]);
        taken.ShouldBeInRange(port + 1, port + ListenPort.Tries);
    }

    [Fact]
    public void A_node_without_an_id_is_named_after_its_host()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddHanzoNetwork("home", network => network.UseThisMachine().UseUdpDiscovery());
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptions<NetworkOptions>>().Value;

        options.NodeId.ShouldBe(NodeIdRules.FromHostName(Environment.MachineName));
    }

    private static readonly ToolCatalog Tools = new(BuiltInTools.Create(() => NodeDevice.NotProbed));

    private static string[] Problems(Action<NetworkOptions> change)
    {
        var options = new NetworkOptions { NodeId = "one" };
        change(options);
        return new NetworkOptionsValidator([], Tools).Validate(null, options).Failures?.ToArray() ?? [];
    }
}
