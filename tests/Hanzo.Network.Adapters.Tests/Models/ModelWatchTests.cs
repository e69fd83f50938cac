using System.Collections.Immutable;
using Hanzo.Network.Adapters.Models;
using Hanzo.Network.Adapters.Tests.Models.Support;
using Hanzo.Network.Models;
using Hanzo.Network.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Adapters.Tests.Models;

public sealed class ModelWatchTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private readonly ManualTime _time = new();
    private readonly List<IAsyncDisposable> _servers = [];

    [Fact]
    public async Task Servers_of_this_machine_are_found_by_their_ports_and_their_first_model_is_measured()
    {
        var ollama = await ServeAsync(["qwen3", "phi", "nomic-embed-text"]);
        using var sources = Sources();
        var watch = Watch(sources, At("ollama", ollama), new ModelServer("vllm", UnusedPort()));

        await watch.StartAsync(CancellationToken.None);

        var found = sources.Found.ShouldHaveSingleItem();
        (found.Name, found.Default, found.IsFound).ShouldBe(("ollama", "qwen3", true));
        found.Models.ShouldBe(["qwen3", "phi"]);
        sources.Served.Select(served => served.Model).ShouldBe(["qwen3", "phi"]);
        await UntilAsync(() => ollama.Seen.Count == 1);
        ollama.Seen[0].Body.GetProperty("model").GetString().ShouldBe("qwen3");
        await watch.StopAsync(CancellationToken.None).WaitAsync(Bound);
        await watch.StopAsync(CancellationToken.None).WaitAsync(Bound);
    }

    [Fact]
    public async Task Servers_that_come_are_found_at_the_next_look_and_those_that_go_are_not_kept()
    {
        var port = UnusedPort();
        using var sources = Sources();
        var watch = Watch(sources, new ModelServer("ollama", port));
        await watch.StartAsync(CancellationToken.None);
        sources.Found.ShouldBeEmpty();

        var server = await ScriptedModelServer.StartAtAsync(port, ["qwen3"], ModelSteps.Say("one two three"));
        await UntilAsync(() => LookAgain() && !sources.Found.IsEmpty);
        await server.DisposeAsync();
        await UntilAsync(() => LookAgain() && sources.Found.IsEmpty);

        await watch.StopAsync(CancellationToken.None).WaitAsync(Bound);
    }

    [Fact]
    public async Task A_node_of_our_own_and_what_is_no_server_of_models_are_passed_over()
    {
        var node = await ServeAsync(["math"], owner: "hanzo");
        using var sources = Sources();

        (await sources.LookAsync([At("gateway", node)], CancellationToken.None)).ShouldBeEmpty();

        sources.Found.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_is_a_named_provider_already_is_found_under_that_name_alone()
    {
        var server = await ServeAsync(["qwen3"]);
        using var sources = Sources(new NamedProvider(new ModelEndpoint("mine", server.BaseUrl), null));

        await sources.LookAsync([At("ollama", server)], CancellationToken.None);

        sources.Found.ShouldBeEmpty();
        var named = sources.Named.ShouldHaveSingleItem();
        (named.Name, named.Default).ShouldBe(("mine", "qwen3"));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
    }

    private bool LookAgain()
    {
        if (_time.Pending > 0) _time.Advance(ModelWatch.Period);
        return true;
    }

    private async Task<ScriptedModelServer> ServeAsync(ImmutableArray<string> models, string owner = "test")
    {
        var server = await ScriptedModelServer.StartAtAsync(0, models, ModelSteps.Say("one two three"), owner);
        _servers.Add(server);
        return server;
    }

    private static ModelServer At(string name, ScriptedModelServer server) => new(name, server.BaseUrl.Port);

    // Silence is measured by real time here: only looks are on the test's clock.
    private static ModelSources Sources(params NamedProvider[] named) =>
        new([.. named], TimeProvider.System, NullLogger<ModelSources>.Instance);

    private ModelWatch Watch(ModelSources sources, params ModelServer[] servers) =>
        new(sources, [.. servers], _time, NullLogger<ModelWatch>.Instance);

    private static int UnusedPort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var deadline = new CancellationTokenSource(Bound);
        while (!holds()) await timer.WaitForNextTickAsync(deadline.Token);
    }
}
