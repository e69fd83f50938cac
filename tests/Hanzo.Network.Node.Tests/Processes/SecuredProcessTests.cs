using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Adapters.Tests.Security;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Nodes of a user, secured by themselves, as processes of their own.</summary>
[Trait("Runtime", "embedded")]
public sealed class SecuredProcessTests : IAsyncLifetime
{
    private readonly TestNetwork _network = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-test-keys-");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _network.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Nodes_that_start_at_once_where_there_are_no_keys_make_one_network_and_are_secured()
    {
        var nodes = new[] { "one", "two", "three", "four" }.Select(id => _network.Launch(id, "--keys", In("keys"))).ToArray();
        await Task.WhenAll(nodes.Select(node => node.ReadyAsync()));
        await Task.WhenAll(nodes.Select(node => node.UntilAsync(network => Healthy(network) == 3)));

        nodes.ShouldAllBe(node => node.Ready.Security == "mutual-tls");
        (await nodes[0].Client.GetNetworkAsync(CancellationToken.None)).Security.ShouldBe("mutual-tls");
        Directory.GetDirectories(In("keys")).ShouldHaveSingleItem().ShouldBe(In("keys", "default"));
        Directory.GetFiles(In("keys", "default", "nodes")).Length.ShouldBe(4);
        var (code, transcript) = await HanzoProcess.RunAsync("status", "--node", nodes[0].Url);
        code.ShouldBe(0);
        transcript.ShouldContain("; security: mutual-tls");
    }

    [Fact]
    public async Task A_node_that_is_not_secured_says_so_and_is_not_joined_by_one_that_is()
    {
        var secured = await _network.StartAsync("secured", "--keys", In("keys"));
        var plain = _network.Launch("plain", "--keys", In("keys"), "--seeds", secured.Ready.Address, "--insecure");
        await plain.ReadyAsync();

        plain.Ready.Security.ShouldBe("none");
        plain.Ready.Remarks.ShouldContain(remark => remark.StartsWith("--insecure: no keys protect this node"));
        await LogsAsync(plain, "this node demands TLS");
        await LogsAsync(secured, "it is a node without TLS, and this one demands it");
        Healthy(await secured.Client.GetNetworkAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task Nodes_with_the_same_name_and_other_keys_are_two_networks_and_the_reason_is_logged()
    {
        var ours = await _network.StartAsync("ours", "--keys", In("ours"));
        var theirs = await _network.StartAsync("theirs", "--keys", In("theirs"), "--seeds", ours.Ready.Address);

        await Task.WhenAll(LogsAsync(theirs, "No connection with"), LogsAsync(ours, "is not trusted here"));
        Healthy(await ours.Client.GetNetworkAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task Certificates_of_the_users_own_authority_take_the_place_of_hanzos()
    {
        using var ours = new TestAuthority(_folder.FullName, "ours");
        using var theirs = new TestAuthority(_folder.FullName, "theirs");
        var one = await _network.StartAsync("one", Flags(ours.Issue("one")));
        var two = await _network.StartAsync("two", Flags(ours.Issue("two")));
        await two.UntilAsync(network => Healthy(network) == 1);
        one.Ready.Security.ShouldBe("mutual-tls");

        var stranger = await _network.StartAsync("stranger", [.. Flags(theirs.Issue("stranger")), "--seeds", one.Ready.Address]);
        await LogsAsync(one, "'CN=stranger' is not trusted here");
        Healthy(await stranger.Client.GetNetworkAsync(CancellationToken.None)).ShouldBe(0);

        await FailsAsync("two.key", "ours.pem", $"{In("one.pem")} and {In("two.key")} do not hold a certificate and its private key");
        await FailsAsync("one.key", "theirs.pem", $"{In("one.pem")} is not trusted by the authorities of {In("theirs.pem")}");

        await File.WriteAllTextAsync(In("one.key"), "spoilt");
        await LogsAsync(one, "so those count that were there before");
        ours.Issue("one");
        await LogsAsync(one, "This node shows another certificate from now on, CN=one");
    }

    private async Task FailsAsync(string key, string authority, string message)
    {
        string[] files = ["--tls-cert", In("one.pem"), "--tls-key", In(key), "--tls-ca", In(authority)];
        var (code, transcript) = await HanzoProcess.RunAsync(["up", "--node-id", "wrong", "--data", In("data"), .. files]);
        code.ShouldBe(1);
        transcript.ShouldContain(message);
    }

    /// <summary>Whether before or after it was ready.</summary>
    private static async Task LogsAsync(RunningNode node, string text)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var deadline = new CancellationTokenSource(HanzoProcess.Patience);
        while (!node.Process.Transcript.Contains(text) && !deadline.IsCancellationRequested) await timer.WaitForNextTickAsync();
        node.Process.Transcript.ShouldContain(text);
    }

    private static int Healthy(NetworkBody network) => network.Peers.Values.Count(peer => peer.Healthy);

    private string In(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    private static string[] Flags(GivenFiles files) =>
        ["--tls-cert", files.Certificate, "--tls-key", files.Key, "--tls-ca", files.Authority];
}
