using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Testing;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Cluster.Tests.Kit;

/// <summary>The network that the test kit gives to users.</summary>
public sealed class NodesInProcessTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Nodes_run_each_others_agents_with_tools_and_go_on_with_each_others_sessions()
    {
        using var model = ScriptedChatClient.Deciding(call => call.Results.FirstOrDefault() is { } result
            ? ScriptedReply.Say($"it is {result}, after {call.Messages.Count(message => message.Role == ChatRole.User)}")
            : ScriptedReply.Call("double", ("of", 21)));
        await using var network = await TestNetwork.StartAsync(2, node => node.UseChatClient(model)
            .AddTool(AIFunctionFactory.Create((int of) => 2 * of, "double"), new ToolOptions { Effect = ToolEffect.Idempotent })
            .AddAgent("agent", "You double.", "double"));

        var first = await network.Nodes[0].Network.RunAsync(new RunRequest("one") { Agent = "agent" }).WaitAsync(Bound);
        first.Output.ShouldBe("it is 42, after 1", first.Error);
        await network.StopAsync(network.Nodes.Single(node => node.Id == first.Node));
        var second = await network.Nodes[0].Network.RunAsync(new RunRequest("two") { Session = first.Session }).WaitAsync(Bound);

        second.Output.ShouldBe("it is 42, after 2", second.Error);
        second.Node.ShouldNotBe(first.Node);
    }

    [Fact]
    public async Task What_a_caller_remembers_reaches_the_model_of_another_node()
    {
        using var model = ScriptedChatClient.Saying("four");
        await using var network = await TestNetwork.StartAsync(2, (id, node) =>
        {
            node.UseChatClient(model);
            if (id == "n2") node.AddAgent("agent", "You count.");
        });
        TranscriptLine[] history = [new("system", "Be short."), new("user", "two?"), new("assistant", "two")];

        var asked = new RunRequest("and now?") { Agent = "agent", History = [.. history] };
        var run = await network.Nodes[0].Network.RunAsync(asked).WaitAsync(Bound);

        (run.Node, run.Output).ShouldBe(("n2", "four"));
        model.Calls[0].Messages.Select(message => $"{message.Role}: {message.Text}").ShouldBe(
            ["system: You count.\n\nBe short.", "user: two?", "assistant: two", "user: and now?"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public async Task A_network_has_one_node_to_sixteen(int count) =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => TestNetwork.StartAsync(count, _ => { }));
}
