using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Routing;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.BuiltIn;

namespace Hanzo.Network.Tests.Routing;

public sealed class KeywordRouterTests
{
    private readonly KeywordRouter _router = new(new ToolCatalog(BuiltInTools.Create(() => NodeDevice.NotProbed)));

    [Theory]
    [InlineData("What is (19 + 5) * 5 - 19?", "math")]
    [InlineData("calculate the square root of 81", "math")]
    [InlineData("how much is 12 times 12", "math")]
    [InlineData("How many words are in \"to be or not to be\"?", "text")]
    [InlineData("Summarize this text: It rained. It rained again.", "text")]
    [InlineData("find 'fox' in: the quick brown fox", "text")]
    [InlineData("What GPU does this machine have?", "device")]
    [InlineData("how much memory is in this computer", "device")]
    [InlineData("echo: good morning", "echo")]
    public async Task Finds_the_agent(string input, string agent)
    {
        var decision = await _router.RouteAsync(input, BuiltInAgents.All, CancellationToken.None);

        decision.Agent!.Value.Value.ShouldBe(agent);
        decision.Considered.Length.ShouldBe(4);
        decision.Considered[0].Agent.ShouldBe(decision.Agent.Value);
        decision.Considered.Select(candidate => candidate.Score)
            .ShouldBe(decision.Considered.Select(candidate => candidate.Score).OrderDescending());
    }

    [Fact]
    public async Task Says_why() =>
        (await _router.RouteAsync("What is 1+1?", BuiltInAgents.All, CancellationToken.None)).Why
            .ShouldBe("'math' of 4 agents: the prompt has arithmetic, which 'calculate' takes.");

    [Theory]
    [InlineData("Quousque tandem abutere?")]
    [InlineData("?!")]
    [InlineData("the of and")]
    public async Task Nobody_is_an_answer_too(string input)
    {
        var decision = await _router.RouteAsync(input, BuiltInAgents.All, CancellationToken.None);

        decision.Agent.ShouldBeNull();
        decision.Why.ShouldBe("no agent suits the prompt; considered: device, echo, math, text. Name one.");
    }

    [Fact]
    public async Task Without_agents_that_is_said() =>
        (await _router.RouteAsync("hi", [], CancellationToken.None)).Why.ShouldBe("no agent is offered in this network.");

    [Fact]
    public async Task The_order_of_agents_does_not_matter()
    {
        var twins = ImmutableArray.Create(BuiltInAgents.Math, BuiltInAgents.Math with { Name = AgentName.Parse("abacus") });

        (await _router.RouteAsync("1+1", twins, CancellationToken.None)).Agent!.Value.Value.ShouldBe("abacus");
        (await _router.RouteAsync("1+1", [twins[1], twins[0]], CancellationToken.None)).Agent!.Value.Value.ShouldBe("abacus");
    }
}
