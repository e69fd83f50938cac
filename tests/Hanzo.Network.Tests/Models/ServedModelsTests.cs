using System.Text;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Models;

public sealed class ServedModelsTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_node_tells_of_what_its_own_machine_serves_the_default_of_each_server_first_and_how_fast_it_is()
    {
        var speeds = new ModelSpeeds(_time);
        speeds.Note("ollama:phi", 100, TimeSpan.FromSeconds(4));

        var served = ServedModels.Of(
            [Source("home", "http://localhost:9/v1", "mine"), Source("openai", "https://api.example/v1", "big")],
            [Source("ollama", "http://127.0.0.1:11434/v1", null, "qwen3", "phi")],
            speeds);

        var phi = new ServedModel("ollama", "phi") { TokensPerSecond = 25 };
        served.ShouldBe([new ServedModel("home", "mine"), new ServedModel("ollama", "qwen3"), phi]);
    }

    [Fact]
    public void It_tells_of_no_more_than_others_have_room_for()
    {
        var many = Source("ollama", "http://127.0.0.1:11434/v1", null, [.. Enumerable.Range(0, 60).Select(number => $"m{number}")]);

        ServedModels.Of([], [many], new ModelSpeeds(_time)).Length.ShouldBe(ServedModel.MaxTold);
    }

    [Fact]
    public void What_is_told_of_speed_follows_only_what_lasts()
    {
        var speeds = new ModelSpeeds(_time);
        speeds.Of("m").ShouldBeNull();
        speeds.Note("m", ModelSpeeds.LeastTokens - 1, TimeSpan.FromSeconds(1));
        speeds.Of("m").ShouldBeNull();

        speeds.Note("m", 100, TimeSpan.FromSeconds(2));
        speeds.Note("m", 100, TimeSpan.FromSeconds(100));
        speeds.Of("m").ShouldBe(50);

        _time.Advance(TimeSpan.FromSeconds(61));
        speeds.Note("m", 100, TimeSpan.FromSeconds(100));
        speeds.Of("m").ShouldBe(1);
    }

    [Fact]
    public async Task A_reply_is_measured_from_its_first_piece_to_its_last()
    {
        var speeds = new ModelSpeeds(_time);
        using var client = new MeteredChatClient(new Slow(_time), "ollama", speeds, _time);

        await client.GetStreamingResponseAsync("u", new ChatOptions { ModelId = "m" }).ToChatResponseAsync();

        speeds.Of("ollama:m").ShouldBe(20);
    }

    [Theory]
    [InlineData("""{"object":"list","data":[{"id":"b"},{"id":"a","owned_by":"x"},{"id":"b"}]}""", "b,a")]
    [InlineData("""{"data":[{"id":"nomic-embed-text"},{"id":"bge-reranker"},{"id":"qwen3"},{"id":7},{},[]]}""", "qwen3")]
    [InlineData("""{"data":[]}""", "")]
    [InlineData("""{"data":[{"id":"math","owned_by":"hanzo"}]}""", null)]
    [InlineData("""{"models":[]}""", null)]
    [InlineData("""[]""", null)]
    [InlineData("<html>", null)]
    public void A_list_of_models_tells_which_to_talk_with(string json, string? models) =>
        (ModelListing.Parse(Encoding.UTF8.GetBytes(json)) is { } listed ? string.Join(',', listed) : null).ShouldBe(models);

    [Theory]
    [InlineData("ollama=11434, vllm=8000", true)]
    [InlineData("", true)]
    [InlineData("ollama", false)]
    [InlineData("ollama=0", false)]
    [InlineData("ollama=65536", false)]
    [InlineData("ollama=1,ollama=2", false)]
    [InlineData("a=1,b=1", false)]
    [InlineData("local=1", false)]
    [InlineData("LM=1", false)]
    public void Places_of_servers_are_names_with_ports(string text, bool isGood) =>
        (ModelServer.ParseList(text) is not null).ShouldBe(isGood);

    private static ModelSource Source(string name, string url, string? model, params string[] models) =>
        new(new ModelEndpoint(name, new Uri(url)) { Model = model }, new EchoChatClient()) { Models = [.. models] };

    /// <summary>Thinks for a minute, then says 21 tokens in a second.</summary>
    private sealed class Slow(ManualTime time) : DelegatingChatClient(new EchoChatClient())
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            time.Advance(TimeSpan.FromMinutes(1));
            yield return new ChatResponseUpdate(ChatRole.Assistant, "first");
            time.Advance(TimeSpan.FromSeconds(1));
            yield return new ChatResponseUpdate(ChatRole.Assistant, "last");
            var usage = new UsageContent(new UsageDetails { OutputTokenCount = 21 });
            yield return new ChatResponseUpdate(ChatRole.Assistant, [usage]);
        }
    }
}
