using System.Globalization;
using System.Text.Json;
using Hanzo.Network.Adapters.Tests.Models.Support;
using Hanzo.Network.Node.Tests.Processes;

namespace Hanzo.Network.Node.Tests.Completions;

/// <summary>Two node processes, of which one has a server of models on its machine; clients talk to the other.</summary>
public sealed class ClientNetwork : IAsyncLifetime
{
    private readonly TestNetwork _network = new();
    private ScriptedModelServer _server = null!;

    internal RunningNode Laptop { get; private set; } = null!;

    /// <summary>What the server was asked so far.</summary>
    internal IReadOnlyList<SeenCall> Seen => _server.Seen;

    public async Task InitializeAsync()
    {
        _server = await ScriptedModelServer.StartAtAsync(0, ["qwen3"], Answer);
        var port = _server.BaseUrl.Port.ToString(CultureInfo.InvariantCulture);
        await _network.StartAsync("gpu", "--agents", "math,text", "--model-servers", $"ollama={port}", "--no-model-probe=false");
        Laptop = await _network.StartAsync("laptop", "--agents", "echo");
        await Laptop.UntilAsync(network => network.Models.Any(model => model.Model == "qwen3") && network.AgentCount >= 3);
    }

    public async Task DisposeAsync()
    {
        await _network.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>Calls the first tool that it is given, once; else says what it heard.</summary>
    private static Task Answer(Microsoft.AspNetCore.Http.HttpContext http, SeenCall call)
    {
        var messages = call.Body.GetProperty("messages").EnumerateArray().ToList();
        var last = messages[^1];
        var mayCall = call.Body.TryGetProperty("tools", out var tools) && last.GetProperty("role").GetString() == "user";
        return mayCall
            ? ModelSteps.Call(("call_1", NameOf(tools[0]), Arguments(tools[0])))(http, call)
            : ModelSteps.Say($"{messages.Count} heard: {TextOf(last)}")(http, call);
    }

    private static string NameOf(JsonElement tool) => tool.GetProperty("function").GetProperty("name").GetString()!;

    private static string Arguments(JsonElement tool) =>
        NameOf(tool) == "calculate" ? """{"expression":"6 * 7"}""" : """{"city":"Oslo"}""";

    private static string TextOf(JsonElement message) => message.GetProperty("content") is { ValueKind: JsonValueKind.String } text
        ? text.GetString()!
        : string.Concat(message.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("text").GetString()));
}
