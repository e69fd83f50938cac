using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Models;
using Hanzo.Network.Routing;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Routing;

public sealed class ModelRouterTests
{
    private static readonly ImmutableArray<Agent> Agents =
    [
        new() { Name = AgentName.Parse("birds"), Description = "Knows birds.", Examples = ["What do owls eat?", "2", "3", "fourth"] },
        new() { Name = AgentName.Parse("boats"), Description = new string('b', 1000) },
    ];

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("""{"agent":"birds","why":"it is about owls."}""", "'birds' of 2 agents: the model chose it: it is about owls.")]
    [InlineData("```json\n{\"agent\": \"boats\"}\n```", "'boats' of 2 agents: the model chose it.")]
    [InlineData(" birds. ", "'birds' of 2 agents: the model chose it.")]
    public async Task What_it_answers_counts_if_it_is_one_of_the_agents(string reply, string why) =>
        (await Ask(ScriptedChatClient.Saying(reply))).Why.ShouldBe(why);

    [Theory]
    [InlineData("""{"agent":"cats","why":"x"}""", "the model named 'cats', which is not offered")]
    [InlineData("""{"agent":null,"why":"x"}""", "the model named no agent")]
    [InlineData("""{"agent":["birds"]}""", "the model named no agent")]
    [InlineData("{broken", "the model named '{broken', which is not offered")]
    [InlineData("{\"agent\":\"birds\"} or {\"agent\":\"boats\"}", "which is not offered")]
    public async Task Anything_else_picks_nobody(string reply, string why)
    {
        var decision = await Ask(ScriptedChatClient.Saying(reply));

        decision.Agent.ShouldBeNull();
        decision.Why.ShouldContain(why);
        decision.Why.ShouldContain("considered: birds 0, boats 0. Name one.");
    }

    [Fact]
    public async Task It_is_told_of_each_agent_and_of_the_prompt_in_bounds()
    {
        var model = ScriptedChatClient.Saying("birds");
        await new ModelRouter(new ModelProvider(model), _time).RouteAsync(new string('x', 100_000), Agents);

        var (system, user) = (model.Seen[0][0].Text, model.Seen[0][1].Text);
        system.ShouldContain("- birds: Knows birds. Examples: What do owls eat? | 2 | 3\n");
        system.ShouldContain($"- boats: {new string('b', 300)}…\n");
        user.Length.ShouldBe(4001);
        model.Options!.MaxOutputTokens.ShouldBe(500);
    }

    [Fact]
    public async Task Without_a_model_or_with_one_that_fails_or_is_silent_nobody_is_picked()
    {
        (await new ModelRouter(new ModelProvider(null), _time).RouteAsync("x", Agents)).Why.ShouldStartWith("the model is not there");
        (await Ask(new ScriptedChatClient((_, _) => throw new HttpRequestException("no route")))).Why
            .ShouldStartWith("the model failed with HttpRequestException: no route; considered");
        var routing = Ask(ScriptedChatClient.Held(new TaskCompletionSource<ChatMessage>()));
        _time.Advance(ModelRouter.DefaultTimeout);

        (await routing).Why.ShouldStartWith("the model took more than 20 s");
    }

    [Fact]
    public async Task Who_cancels_cancels_the_model_and_is_told_so_whatever_the_model_does_then()
    {
        using var caller = new CancellationTokenSource();
        var told = new TaskCompletionSource<ChatMessage>();
        var model = new ScriptedChatClient((_, token) =>
        {
            token.Register(() =>
            {
                told.SetException(new HttpRequestException("closed"));
                throw new InvalidOperationException("no");
            });
            return told.Task;
        });
        var routing = new ModelRouter(new ModelProvider(model), _time).RouteAsync(new RouteQuery("x", Agents), caller.Token).AsTask();
        caller.Cancel();

        await Should.ThrowAsync<OperationCanceledException>(() => routing);
        _time.Advance(TimeSpan.Zero);
        told.Task.IsFaulted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_model_that_fails_as_its_caller_cancels_is_no_failure_of_the_model()
    {
        using var caller = new CancellationTokenSource();
        var model = new ScriptedChatClient((_, _) =>
        {
            caller.Cancel();
            throw new HttpRequestException("closed");
        });

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new ModelRouter(new ModelProvider(model), _time).RouteAsync(new RouteQuery("x", Agents), caller.Token).AsTask());
    }

    [Fact]
    public async Task A_model_that_breaks_when_its_time_is_over_breaks_nobody_else()
    {
        var routing = Ask(new ScriptedChatClient((_, token) =>
        {
            token.Register(() => throw new InvalidOperationException("no"));
            return new TaskCompletionSource<ChatMessage>().Task;
        }));
        _time.Advance(ModelRouter.DefaultTimeout);

        (await routing).Why.ShouldStartWith("the model took more than 20 s");
    }

    private Task<RouteDecision> Ask(IChatClient model) =>
        new ModelRouter(new ModelProvider(model), _time).RouteAsync("do owls sleep?", Agents).AsTask();
}
