namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Runs where the program is built with either runtime.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BothRuntimesFactAttribute : FactAttribute
{
    public BothRuntimesFactAttribute()
    {
        if (!HanzoBuild.Exists(HanzoBuild.OtherRuntime))
            Skip = $"needs hanzo built with the other runtime: AkkaRuntime={HanzoBuild.OtherRuntime} dotnet build src/Hanzo.Network.Node";
    }
}

[Trait("Runtime", "mixed")]
public sealed class MixedRuntimesTests : IAsyncLifetime
{
    private readonly TestNetwork _network = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [BothRuntimesFact]
    public async Task Nodes_of_the_two_runtimes_refuse_each_other_with_the_reason_on_both_sides()
    {
        var ours = await _network.StartAsync("ours");
        var theirs = _network.LaunchOf(HanzoBuild.OtherRuntime, "theirs");
        await theirs.ReadyAsync();

        await Task.WhenAll(
            ours.UntilAsync(network => network.Notices.Any(notice => Names(notice, HanzoBuild.OtherRuntime))),
            theirs.UntilAsync(network => network.Notices.Any(notice => Names(notice, HanzoBuild.Runtime))));

        (await ours.Client.GetNetworkAsync(CancellationToken.None)).PeerCount.ShouldBe(0);
        (await theirs.Client.GetNetworkAsync(CancellationToken.None)).PeerCount.ShouldBe(0);
    }

    private static bool Names(string notice, string runtime) => notice.Contains($"'{runtime}'") || notice.Contains($" {runtime}");
}
