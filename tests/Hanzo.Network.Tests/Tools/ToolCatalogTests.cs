using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.BuiltIn;

namespace Hanzo.Network.Tests.Tools;

public sealed class ToolCatalogTests
{
    private readonly ToolCatalog _catalog = new(BuiltInTools.Create(() => NodeDevice.NotProbed));

    [Fact]
    public void The_built_in_tools_are_there() =>
        _catalog.Names.ShouldBe(["ask_person", "calculate", "describe_device", "find", "summarize", "word_count"]);

    [Fact]
    public void The_built_in_agents_have_all_their_tools() =>
        BuiltInAgents.All.ShouldAllBe(agent => _catalog.MissingFor(agent).IsEmpty && _catalog.For(agent).Length == agent.Tools.Length);

    [Fact]
    public void An_agent_gets_only_the_tools_it_lists()
    {
        _catalog.Find(BuiltInAgents.Math, "calculate").ShouldNotBeNull();
        _catalog.Find(BuiltInAgents.Math, "find").ShouldBeNull();
    }

    [Fact]
    public void An_agents_own_policy_comes_before_the_tools()
    {
        var strict = new ToolReference("calculate") { Effect = ToolEffect.Reconcilable, Approval = ToolApproval.Always };
        var agent = BuiltInAgents.Math with { Tools = [strict] };

        var options = _catalog.Find(agent, "calculate")!.Options;

        (options.Effect, options.Approval).ShouldBe((ToolEffect.Reconcilable, ToolApproval.Always));
        _catalog.Find("calculate")!.Options.Effect.ShouldBe(ToolEffect.Idempotent);
    }

    [Fact]
    public void Missing_tools_are_named() =>
        _catalog.MissingFor(BuiltInAgents.Math with { Tools = [new ToolReference("nope"), new ToolReference("find")] }).ShouldBe(["nope"]);

    [Fact]
    public void Two_tools_of_one_name_are_refused() =>
        Should.Throw<ArgumentException>(
            () => new ToolCatalog([_catalog.Find("find")!, _catalog.Find("find")!])).Message.ShouldContain("'find'");

    [Fact]
    public async Task The_device_tool_tells_what_is_known_at_the_time_of_the_call()
    {
        var device = new NodeDevice();
        var catalog = new ToolCatalog(BuiltInTools.Create(() => device.Current, () => new DeviceLoad(0.25, 0.5)));
        device.Current = new DeviceCapabilities
        {
            Model = "Pi", Chip = "BCM2712", MemoryMb = 8192, Flops = new Flops(0.1, null, null), Cpu = new CpuDevice(null, 4),
            Gpus = [new GpuDevice("V3D", null)],
        };

        var json = JsonNode.Parse((await catalog.Find("describe_device")!.Function.InvokeAsync())!.ToString()!);

        json!.ToJsonString().ShouldBe(
            """{"model":"Pi","chip":"BCM2712","cores":4,"memory_mb":8192,"tflops":{"fp32":0.1},"gpus":[{"name":"V3D"}],"""
            + """ "load":{"cpu":0.25,"memory":0.5},"source":"detected"}""".TrimStart());
    }

    [Fact]
    public async Task The_device_tool_says_nothing_of_load_where_nothing_tells() =>
        (await _catalog.Find("describe_device")!.Function.InvokeAsync())!.ToString()!.ShouldNotContain("load");
}
