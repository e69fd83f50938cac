namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Shared state of whole processes, from the command line.</summary>
public sealed class SharedStateTests : IAsyncLifetime
{
    private readonly TestNetwork _network = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [Fact]
    public async Task What_one_node_was_told_the_other_knows_and_both_know_again_after_a_kill()
    {
        var one = await _network.StartAsync("one", "--agents", "text");
        var two = await _network.StartAsync("two", "--agents", "math");
        await Task.WhenAll(one.UntilAsync(network => network.PeerCount == 1), two.UntilAsync(network => network.PeerCount == 1));

        (await HanzoProcess.RunAsync("state", "set", "plan", "go home", "--node", one.Url)).ShouldBe((0, "go home"));
        (await HanzoProcess.RunAsync("state", "get", "plan", "--node", two.Url)).ShouldBe((0, "go home"));
        (await HanzoProcess.RunAsync("state", "increment", "count", "5", "--node", two.Url)).ShouldBe((0, "5"));
        var (code, created) = await HanzoProcess.RunAsync("checkpoint", "create", "--node", one.Url);
        code.ShouldBe(0, created);
        created.ShouldEndWith(" with 2 keys");
        (await HanzoProcess.RunAsync("state", "set", "plan", "stay", "--node", two.Url)).ShouldBe((0, "stay"));

        await one.Process.KillAsync();
        await two.Process.KillAsync();
        await Task.WhenAll(one.Process.ExitAsync(), two.Process.ExitAsync());
        var again = await _network.StartAsync("one", "--agents", "text");
        (await HanzoProcess.RunAsync("state", "increment", "count", "--node", again.Url)).ShouldBe((0, "6"));
        var back = await _network.StartAsync("two", "--agents", "math");
        await back.UntilAsync(network => network.PeerCount == 1);
        (await HanzoProcess.RunAsync("state", "get", "plan", "--node", again.Url)).ShouldBe((0, "stay"));

        var id = created.Split(' ')[0];
        var (_, dry) = await HanzoProcess.RunAsync("checkpoint", "restore", id, "--dry-run", "--node", again.Url);
        dry.ShouldContain("count: 6 -> 5\n  plan: \"stay\" -> \"go home\"\n2 keys would change");
        var (restored, transcript) = await HanzoProcess.RunAsync("checkpoint", "restore", id, "--node", again.Url);
        (restored, transcript.Contains("2 keys changed", StringComparison.Ordinal)).ShouldBe((0, true), transcript);
        (await HanzoProcess.RunAsync("state", "list", "--node", back.Url)).ShouldBe((0, "count counter 5\nplan register \"go home\""));
    }
}
