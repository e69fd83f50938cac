namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>The home of one laptop, one GPU server and one Raspberry Pi, as three processes with device files.</summary>
public sealed class ThreeDevices : IAsyncLifetime
{
    private const string Agents =
        """
        {"agents":[
          {"name":"thinker","model":"echo","workload":"heavy"},
          {"name":"talker","model":"echo","workload":"light"},
          {"name":"sweeper","model":"echo","workload":"background"},
          {"name":"giant","model":"echo","workload":"heavy","requires":{"vram_mb":80000}}
        ]}
        """;

    private readonly TestNetwork _network = new();

    internal RunningNode Laptop { get; private set; } = null!;

    internal RunningNode Server { get; private set; } = null!;

    internal RunningNode Pi { get; private set; } = null!;

    /// <summary>What <c>hanzo deploy</c> said of the agents, one of which nobody can run.</summary>
    internal string Refused { get; private set; } = "";

    /// <summary>The same by force.</summary>
    internal string Deployed { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Laptop = await StartAsync(
            "laptop", """{"model":"MacBook Air","chip":"Apple M3","memory":16384,"flops":{"fp32":3.55,"fp16":7.1,"int8":14.2}}""");
        Server = await StartAsync(
            "server",
            """
            {"model":"Server","chip":"NVIDIA GeForce RTX 4090","memory":65536,"flops":{"fp32":82.58,"fp16":165.16,"int8":330.32},
            "gpus":[{"name":"NVIDIA GeForce RTX 4090","memory":24576}]}
            """,
            "--capacity", "1");
        Pi = await StartAsync(
            "pi", """{"model":"Raspberry Pi 4","chip":"BCM2711","memory":8192,"flops":{"fp32":0.1,"fp16":0.1,"int8":0.2}}""");
        await Task.WhenAll(Laptop.UntilAsync(network => network.PeerCount == 2), Pi.UntilAsync(network => network.PeerCount == 2));

        var file = Path.Combine(_network.Data.FullName, "agents.json");
        await File.WriteAllTextAsync(file, Agents);
        (var code, Refused) = await HanzoProcess.RunAsync("deploy", file, "--node", Laptop.Url);
        code.ShouldBe(1, Refused);
        (code, Deployed) = await HanzoProcess.RunAsync("deploy", file, "--force", "--node", Laptop.Url);
        code.ShouldBe(0, Deployed);
    }

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    private async Task<RunningNode> StartAsync(string id, string device, params IEnumerable<string> more)
    {
        var file = Path.Combine(_network.Data.FullName, $"{id}.json");
        await File.WriteAllTextAsync(file, device);
        return await _network.StartAsync(id, ["--agents", "echo", "--device", file, "--child", .. more]);
    }
}
