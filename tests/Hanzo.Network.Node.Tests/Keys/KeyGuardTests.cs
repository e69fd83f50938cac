using System.Net;
using System.Net.Http.Headers;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Commands;
using Hanzo.Network.Node.Tests.Support;

namespace Hanzo.Network.Node.Tests.Keys;

public sealed class KeyGuardTests : IAsyncLifetime
{
    private const string Key = "correct-horse-battery";
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync(key: Key);

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Theory]
    [InlineData("GET", "/v1/network")]
    [InlineData("GET", "/V1/Network")]
    [InlineData("GET", "//v1/network")]
    [InlineData("GET", "/v1/events")]
    [InlineData("POST", "/v1/runs")]
    [InlineData("DELETE", "/v1/agents/math")]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("GET", "/nothing")]
    public async Task Without_the_key_nothing_is_answered(string method, string path)
    {
        using var without = await SendAsync(method, path, key: null);
        using var wrong = await SendAsync(method, path, key: Key + "x");

        foreach (var answer in new[] { without, wrong })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            answer.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");
        }
        (await without.Content.ReadAsStringAsync()).ShouldContain("\"code\":\"missing_api_key\"");
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("\"code\":\"wrong_api_key\"");
        _node.Network.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_the_key_it_is_as_without_keys()
    {
        using var network = await SendAsync("GET", "/v1/network", Key);
        using var unknown = await SendAsync("GET", "/v1/nothing", Key);

        network.StatusCode.ShouldBe(HttpStatusCode.OK);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/page.js")]
    [InlineData("/page.css")]
    [InlineData("/icon.svg")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task What_tells_nothing_asks_for_no_key(string path)
    {
        using var answer = await SendAsync("GET", path, key: null);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_client_sends_its_key()
    {
        using var client = new NodeClient(_node.Url, Key);

        (await client.GetNetworkAsync(default)).NodeId.ShouldBe("one");
        (await Should.ThrowAsync<NodeClientException>(() => _node.Client.GetNetworkAsync(default))).Code.ShouldBe("missing_api_key");
    }

    [Fact]
    public async Task Commands_take_the_key_from_flag_variable_or_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Key + "\nanother-one\n");

            (await RunAsync([], "status", "--api-key", Key)).Exit.ShouldBe(0);
            (await RunAsync([], "status", "--api-key-file", file)).Exit.ShouldBe(0);
            (await RunAsync(new() { ["HANZO_API_KEY"] = Key }, "status")).Exit.ShouldBe(0);
            var without = await RunAsync([], "status");
            without.Exit.ShouldBe(1);
            without.Error.ShouldContain("--api-key, HANZO_API_KEY or --api-key-file");
            (await RunAsync([], "status", "--api-key", "wrong one")).Exit.ShouldBe(2);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--log-format=text")]
    public async Task Settings_are_told_without_the_key(string form)
    {
        var (exit, output, _) = await RunAsync(new() { ["HANZO_API_KEY"] = Key }, "config", form);

        exit.ShouldBe(0);
        output.ShouldContain("HANZO_API_KEY");
        output.ShouldNotContain(Key);
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? key)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_node.Url.OriginalString + path));
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return _node.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(Dictionary<string, string> variables, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        variables["HANZO_NODE"] = _node.Url.ToString();
        var exit = await HanzoCli.RunAsync(arguments, new CommandContext(output, error, variables));
        return (exit, output.ToString(), error.ToString());
    }
}
