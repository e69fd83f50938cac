using System.Text.Json;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Commands;

namespace Hanzo.Network.Node.Tests.Commands;

public sealed class NetworkCommandTests : IDisposable
{
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("hanzo-test-keys-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _keys.Delete(recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task A_network_is_made_once_listed_and_shown_without_its_keys()
    {
        (await RunAsync("network", "list")).ShouldContain($"no keys of a network are in {_keys.FullName} yet");
        (await RunAsync("network", "create", "home")).ShouldContain("was created");
        (await RunAsync("network", "create", "home")).ShouldContain("is here already");
        var folder = new NetworkStore(_keys.FullName, TimeProvider.System).Find("home")!;
        NodeSecurity.Open(folder, "pi", TimeProvider.System);

        (await RunAsync("network", "list")).ShouldContain(folder.Keys.NetworkId);
        var shown = await RunAsync("network", "show", "home", "--json");
        var body = JsonSerializer.Deserialize(shown, ApiJson.Default.NetworkKeysBody)!;
        (body.NetworkId, body.Authority).ShouldBe((folder.Keys.NetworkId, true));
        body.Fingerprint!.Length.ShouldBe(64);
        body.Nodes.ShouldHaveSingleItem().NodeId.ShouldBe("pi");
        shown.ShouldNotContain(Convert.ToBase64String(folder.Keys.BeaconKey.AsSpan())[..8]);
        (await RunAsync("network", "show", "home")).ShouldContain("nodes are let in on this machine");
    }

    [Fact]
    public async Task What_is_not_there_or_damaged_is_told()
    {
        await FailsAsync("the keys of network 'work' are not in", "network", "show", "work");
        await FailsAsync("'No Name' is no name of a network; it must match", "network", "create", "No Name");
        await RunAsync("network", "create", "home");
        var file = Path.Combine(_keys.FullName, "home", "ca.pem");
        await File.WriteAllTextAsync(file, "nothing");
        await FailsAsync($"{file} does not hold a certificate as PEM", "network", "show", "home");
        (await RunAsync("network", "list")).ShouldContain($"home: {file} does not hold a certificate as PEM");
    }

    [Fact]
    public async Task A_node_whose_keys_cannot_be_used_does_not_start()
    {
        if (Cluster.Hosting.RuntimeName.TlsLack is not null) return;
        await RunAsync("network", "create", "home");
        var file = Path.Combine(_keys.FullName, "home", "network.json");
        await File.WriteAllTextAsync(file, "{}");
        var data = Path.Combine(_keys.FullName, "data");
        await FailsAsync($"{file}, line 1: the field 'format' is missing", "up", "--network", "home", "--data", data);
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        _output.GetStringBuilder().Clear();
        (await InvokeAsync(arguments)).ShouldBe(0, _error.ToString());
        return _output.ToString();
    }

    private async Task FailsAsync(string message, params string[] arguments)
    {
        _error.GetStringBuilder().Clear();
        (await InvokeAsync(arguments)).ShouldBe(1);
        _error.ToString().ShouldContain(message);
    }

    private Task<int> InvokeAsync(string[] arguments)
    {
        var variables = new Dictionary<string, string> { ["HANZO_KEYS"] = _keys.FullName };
        return HanzoCli.RunAsync(arguments, new CommandContext(_output, _error, variables));
    }
}
