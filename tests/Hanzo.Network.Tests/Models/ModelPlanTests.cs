using Hanzo.Network.Models;

namespace Hanzo.Network.Tests.Models;

public sealed class ModelPlanTests
{
    private static readonly ModelSource Cloud = Source("openai", "https://api.example/v1", model: "big");
    private static readonly ModelSource Spare = Source("spare", "https://spare.example/v1", model: "other");
    private static readonly ModelSource Ollama =
        Source("ollama", "http://127.0.0.1:11434/v1", null, "llama3:8b", "qwen3") with { IsFound = true };

    [Theory]
    [InlineData("llama3:8b", null, "llama3:8b")]
    [InlineData("openai", "openai", null)]
    [InlineData("openai:gpt-4o", "openai", "gpt-4o")]
    [InlineData("openai:llama3:8b", "openai", "llama3:8b")]
    [InlineData("local", "local", null)]
    [InlineData("network:qwen3", "network", "qwen3")]
    [InlineData("meta/llama:latest", null, "meta/llama:latest")]
    [InlineData("openai:", null, "openai:")]
    public void A_reference_is_a_source_or_a_model_or_both(string text, string? source, string? model) =>
        ModelReference.ParseList(text, ["openai"]).ShouldBe([new ModelReference(source, model)]);

    [Fact]
    public void Several_references_are_choices_in_their_order() =>
        ModelReference.ParseList("openai:a, local , b", ["openai"]).Select(reference => reference.ToString())
            .ShouldBe(["openai:a", "local", "b"]);

    [Theory]
    [InlineData("a,,b", "'a,,b' names a model of no name.")]
    [InlineData("a,b,c,d,e,f,g,h,i", "'a,b,c,d,e,f,g,h,i' names 9 models; at most 8 are allowed.")]
    public void A_list_that_makes_no_sense_is_refused(string text, string error) =>
        Should.Throw<ModelException>(() => ModelReference.ParseList(text, [])).Message.ShouldBe(error);

    [Fact]
    public void Without_a_wish_named_providers_are_asked_in_their_order() =>
        Names(null, With([Cloud, Spare], [Ollama])).ShouldBe(["openai:big", "spare:other"]);

    [Fact]
    public void Without_providers_the_fastest_of_the_network_is_asked_and_says_why()
    {
        var now = With([], [Ollama], Served("b", "qwen3", 20), Served("c", "llama3:70b", 45.25), Served("a", "phi", null));

        var plan = ModelPlan.For(null, now);

        plan.Select(planned => planned.Name).ShouldBe(["c/ollama:llama3:70b", "b/ollama:qwen3", "a/ollama:phi"]);
        plan[0].Why.ShouldBe("the fastest of 3 in the network: 45.3 tokens/s on node c");
        plan[2].Why.ShouldBe("next in the network: not measured yet on node a");
    }

    [Fact]
    public void What_this_node_serves_itself_it_asks_itself()
    {
        var now = With([], [Ollama], Served("me", "qwen3", null) with { IsSelf = true }, Served("a", "qwen3", null));

        ModelPlan.For(null, now)[0].Source.ShouldBe(Ollama);
    }

    [Theory]
    [InlineData("local", "ollama:llama3:8b")]
    [InlineData("local:qwen3", "ollama:qwen3")]
    [InlineData("cloud", "openai:big")]
    [InlineData("cloud:huge", "openai:huge")]
    [InlineData("spare", "spare:other")]
    [InlineData("spare:x", "spare:x")]
    [InlineData("network", "b/ollama:qwen3")]
    [InlineData("qwen3", "ollama:qwen3")]
    [InlineData("big", "openai:big")]
    [InlineData("unheard-of", "openai:unheard-of")]
    [InlineData("local:none, spare", "spare:other")]
    public void A_wish_decides_who_is_asked_first(string wish, string first) =>
        Names(wish, With([Cloud, Spare], [Ollama], Served("b", "qwen3", 20)))[0].ShouldBe(first);

    [Fact]
    public void A_model_that_only_another_node_serves_is_asked_there() =>
        Names("phi", With([], [Ollama], Served("b", "phi", 20), Served("a", "phi", 30))).ShouldBe(["a/ollama:phi", "b/ollama:phi"]);

    [Fact]
    public void Where_there_is_none_of_a_source_the_error_says_what_there_is() =>
        Should.Throw<ModelException>(() => ModelPlan.For("local:phi", With([Cloud], [Ollama], Served("b", "qwen3", 20)))).Message
            .ShouldBe("no model for 'local:phi'; there are: openai; ollama (llama3:8b, qwen3); qwen3 on node b.");

    [Fact]
    public void With_nothing_at_all_a_model_by_name_is_left_to_the_offline_client_but_a_source_is_an_error()
    {
        ModelPlan.For(null, ModelSituation.Nothing).ShouldBeEmpty();
        ModelPlan.For("gpt-4o", ModelSituation.Nothing).ShouldBeEmpty();
        Should.Throw<ModelException>(() => ModelPlan.For("network", ModelSituation.Nothing)).Message
            .ShouldBe("no model for 'network'; there are none: no provider is configured and no server was found.");
    }

    [Fact]
    public void A_provider_that_has_told_no_models_is_not_silently_passed_over() =>
        Should.Throw<ModelException>(() => ModelPlan.For(null, With([Source("vllm", "http://127.0.0.1:8000/v1", null)], []))).Message
            .ShouldBe("provider 'vllm' has not told yet what it serves; name a model.");

    private static List<string> Names(string? wish, ModelSituation now) => [.. ModelPlan.For(wish, now).Select(planned => planned.Name)];

    private static ModelSituation With(ModelSource[] named, ModelSource[] found, params NetworkModel[] network) =>
        new([.. named], [.. found], [.. network]);

    private static NetworkModel Served(string node, string model, double? speed) => new(node, "ollama", model) { TokensPerSecond = speed };

    private static ModelSource Source(string name, string url, string? model, params string[] models) =>
        new(new ModelEndpoint(name, new Uri(url)) { Model = model }, new EchoChatClient()) { Models = [.. models] };
}
