using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Routing;
using Hanzo.Network.Text.Embeddings;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Routing;

public sealed class SemanticRouterTests
{
    private static readonly Agent Birds =
        new() { Name = AgentName.Parse("birds"), Description = "Knows birds.", Examples = ["What do owls eat?"] };
    private static readonly Agent Boats =
        new() { Name = AgentName.Parse("boats"), Description = "Knows boats.", Examples = ["How do I moor a yacht?"] };

    private readonly ManualTime _time = new();

    [Fact]
    public async Task Says_the_scores_of_all_and_what_prompt_and_agent_share()
    {
        var decision = await new SemanticRouter().RouteAsync("do owls sleep at night?", [Boats, Birds]);

        decision.Agent.ShouldBe(Birds.Name);
        decision.Why.ShouldStartWith("'birds' of 2 agents: its similarity to the prompt is 0.");
        decision.Why.ShouldEndWith("(at least 0.7); it shares 'owl' with the prompt.");
        decision.Considered.Select(candidate => candidate.Agent).ShouldBe([Birds.Name, Boats.Name]);
        decision.Considered[0].Score.ShouldBeInRange(0.7, 1);
        decision.Considered[1].Suits.ShouldBeFalse();
    }

    [Fact]
    public async Task Below_the_threshold_it_names_whom_it_considered_with_their_scores()
    {
        var strict = new SemanticRouter(new SemanticRouterOptions { Threshold = 0.99 });
        var decision = await strict.RouteAsync("do owls sleep at night?", [Boats, Birds]);

        decision.Agent.ShouldBeNull();
        decision.Why.ShouldStartWith("no agent is similar enough to the prompt (at least 0.99); considered: birds 0.");
        decision.Why.ShouldContain("boats 0");
    }

    [Fact]
    public async Task A_threshold_of_zero_takes_the_most_similar_that_has_anything_in_common()
    {
        var lax = new SemanticRouter(new SemanticRouterOptions { Threshold = 0 });

        (await lax.RouteAsync("yachting at night", [Boats, Birds])).Agent.ShouldBe(Boats.Name);
        (await lax.RouteAsync("?!", [Boats, Birds])).Agent.ShouldBeNull();
        (await lax.RouteAsync("yachting", [])).Why.ShouldBe("no agent is offered in this network.");
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_threshold_beyond_its_range_is_refused(double threshold) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SemanticRouterOptions { Threshold = threshold })
            .Message.ShouldContain("0 to 1");

    [Fact]
    public async Task Agents_that_change_are_compared_anew()
    {
        var router = new SemanticRouter();
        (await router.RouteAsync("how much is a tugboat", [Boats, Birds])).Agent.ShouldBe(Boats.Name);
        var tugs = Birds with { Examples = ["how much is a tugboat"] };

        (await router.RouteAsync("how much is a tugboat", [Boats, tugs])).Agent.ShouldBe(tugs.Name);
        (await router.RouteAsync("how much is a tugboat", [Boats])).Agent.ShouldBe(Boats.Name);
    }

    [Fact]
    public async Task Of_a_long_prompt_beginning_and_end_count()
    {
        var pasted = string.Concat(Enumerable.Repeat("lorem ipsum dolor sit amet ", 40_000));
        var router = new SemanticRouter();

        (await router.RouteAsync($"what do owls eat? {pasted}", [Boats, Birds])).Agent.ShouldBe(Birds.Name);
        (await router.RouteAsync($"{pasted} moor my yacht", [Boats, Birds])).Agent.ShouldBe(Boats.Name);
    }

    [Fact]
    public async Task With_embeddings_of_a_model_their_raw_cosine_decides()
    {
        string[] feathered = ["owl", "feathers", "bird"];
        var model = new ScriptedEmbeddings(text =>
            feathered.Any(word => text.Contains(word, StringComparison.Ordinal)) ? [1, 0] : [0.2f, 1]);
        var router = new SemanticRouter(model, _time);

        var decision = await router.RouteAsync("Who has feathers?", [Boats, Birds]);
        decision.Agent.ShouldBe(Birds.Name);
        decision.Considered[0].Score.ShouldBe(1);
        decision.Considered[1].Score.ShouldBe(0.196);
        (await router.RouteAsync("Who has feathers?", [Boats, Birds])).Agent.ShouldBe(Birds.Name);
        model.Calls.ShouldBe(3, "the agents once, each prompt once");

        await router.RouteAsync("Who has feathers?", [Boats, Birds with { Description = "Other birds." }]);
        model.Texts.ShouldBe(4 + 1 + 1 + 2 + 1, "of agents that have not changed nothing is asked again");
    }

    [Fact]
    public async Task Embeddings_that_fail_are_replaced_for_a_while_and_that_is_said()
    {
        var model = new ScriptedEmbeddings(_ => throw new HttpRequestException("no route to host"));
        var router = new SemanticRouter(model, _time);

        var decision = await router.RouteAsync("do owls sleep?", [Boats, Birds]);
        decision.Agent.ShouldBe(Birds.Name);
        decision.Why.ShouldEndWith("Words alone decided: the embeddings' source failed with HttpRequestException: no route to host.");
        await router.RouteAsync("do owls sleep?", [Boats, Birds]);
        model.Calls.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(31));
        await router.RouteAsync("do owls sleep?", [Boats, Birds]);
        model.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Embeddings_that_do_not_answer_are_not_waited_for()
    {
        var router = new SemanticRouter(new SilentEmbeddings(), _time);
        var routing = router.RouteAsync("do owls sleep?", [Boats, Birds]).AsTask();
        routing.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(5));

        (await routing).Why.ShouldEndWith("the embeddings' source took more than 5 s.");
    }

    [Fact]
    public async Task Agents_that_take_longer_than_a_prompt_waits_are_learned_nevertheless_and_hold_up_nobody_else()
    {
        var learned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var model = new ScriptedEmbeddings(_ => [1, 0]) { Ready = learned.Task };
        var router = new SemanticRouter(model, _time);
        var first = router.RouteAsync("do owls sleep?", [Boats, Birds]).AsTask();
        (await router.RouteAsync("do owls sleep?", [Boats, Birds])).Why
            .ShouldEndWith("Words alone decided: the embeddings' source has not learned all agents yet.");
        _time.Advance(TimeSpan.FromSeconds(5));
        (await first).Why.ShouldEndWith("Words alone decided: the embeddings' source took more than 5 s.");

        _time.Advance(TimeSpan.FromSeconds(20));
        learned.SetResult();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await router.RouteAsync("do owls sleep?", [Boats, Birds])).Why.Contains("Words alone", StringComparison.Ordinal))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        model.Texts.ShouldBe(4 + 1, "the agents once");
    }

    [Fact]
    public async Task What_was_learned_before_the_source_failed_is_not_asked_again()
    {
        var many = Enumerable.Range(0, 20).Select(i => new Agent
        {
            Name = AgentName.Parse($"a{i}"), Description = "x", Examples = [.. Enumerable.Range(0, 9).Select(j => $"{i}.{j}")],
        }).ToImmutableArray();
        var fails = true;
        var model = new ScriptedEmbeddings(text => fails && text == "19.8" ? throw new HttpRequestException("gone") : [1, 0]);
        var router = new SemanticRouter(model, _time);
        (await router.RouteAsync("x", many)).Why.ShouldContain("failed with HttpRequestException: gone");
        fails = false;
        _time.Advance(TimeSpan.FromSeconds(31));

        (await router.RouteAsync("x", many)).Why.ShouldNotContain("Words alone");
        model.Texts.ShouldBe(120 + 80 + 80 + 1, "of twelve agents in one call once, of the others twice, and the prompt");
    }

    [Fact]
    public async Task Hashed_embeddings_that_are_given_are_replaced_by_those_that_know_the_agents()
    {
        using var hashed = new HashedEmbeddings();
        var given = await new SemanticRouter(hashed, _time).RouteAsync("do owls sleep at night?", [Boats, Birds]);
        var own = await new SemanticRouter().RouteAsync("do owls sleep at night?", [Boats, Birds]);

        given.Why.ShouldBe(own.Why);
    }

    [Theory]
    [InlineData(0.7, 0.4, 0.4)]
    [InlineData(0.025, 0.025, 0.7)]
    [InlineData(0.5, 0.5, 0.7)]
    [InlineData(0.5, 1, 1)]
    [InlineData(0.5, -0.3, 0)]
    public void A_scale_has_its_cosine_of_related_texts_at_seven_tenths(double related, double cosine, double similarity) =>
        new SimilarityScale(related).Of(cosine).ShouldBe(similarity, 1e-9);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_scale_needs_a_cosine_within_its_range(double related) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SimilarityScale(related)).Message.ShouldContain("above 0 and below 1");

    private sealed class ScriptedEmbeddings(Func<string, float[]> embed) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public int Calls { get; private set; }

        public int Texts { get; private set; }

        public Task Ready { get; init; } = Task.CompletedTask;

        public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var texts = values.ToImmutableArray();
            (Calls, Texts) = (Calls + 1, Texts + texts.Length);
            await Ready;
            return new GeneratedEmbeddings<Embedding<float>>(texts.Select(text => new Embedding<float>(embed(text))));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class SilentEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            new TaskCompletionSource<GeneratedEmbeddings<Embedding<float>>>().Task;

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
