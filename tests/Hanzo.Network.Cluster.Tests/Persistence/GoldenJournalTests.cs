using System.Text;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Conversations;
using Microsoft.Extensions.AI;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Persistence;

/// <summary>What earlier versions wrote is read by this one.</summary>
public sealed class GoldenJournalTests(ITestOutputHelper output)
{
    private const string Ended = "clerk.3.01KB4Z6W5N0000000000000000";
    private const string UnderWay = "clerk.7.01KB4Z6W5P0000000000000000";

    [Theory]
    [InlineData(1)]
    public async Task The_store_reads_every_event_as_it_was_written(int number)
    {
        using var journal = GoldenJournal.Open(number);

        foreach (var session in GoldenJournal.Events(number))
        {
            (await journal.ReadAsync(session.Key)).ShouldBe(session);
            (await journal.Store.HighestAsync(session.Key, CancellationToken.None)).ShouldBe(session.Count());
        }
    }

    [Theory]
    [InlineData(1)]
    public void Every_field_of_every_event_is_understood(int number)
    {
        foreach (var written in GoldenJournal.Events(number).SelectMany(session => session))
        {
            var read = ConversationEventCodec.Decode(written.Manifest, Encoding.UTF8.GetBytes(written.Json));

            var again = JsonNode.Parse(ConversationEventCodec.Encode(read))!.AsObject();
            foreach (var (name, value) in JsonNode.Parse(written.Json)!.AsObject())
                JsonNode.DeepEquals(again[name], value).ShouldBeTrue($"{name} of {written}");
        }
    }

    [Fact]
    public async Task What_this_version_writes_is_what_the_first_wrote()
    {
        using var kept = GoldenJournal.Open(1);
        using var fresh = await GoldenJournal.WriteAsync(GoldenJournal.Events(1));

        foreach (var session in GoldenJournal.Events(1))
            (await fresh.ReadAsync(session.Key)).ShouldBe(await kept.ReadAsync(session.Key));
    }

    [Fact]
    public async Task Sessions_are_known_and_go_on_with_all_that_was_said()
    {
        using var journal = GoldenJournal.Open(1);
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(journal.Store) };
        var one = await network.StartAsync("one", n => n.UseChatClient(model), new Agent { Name = AgentName.Parse("clerk") });

        (await RunAsync(one, Ended, 1)).ShouldBe((RunStatus.Completed, "It is 2.", null));
        (await RunAsync(one, Ended, 2)).ShouldBe(
            (RunStatus.Failed, "", "the model call failed: the model is gone"));
        (await RunAsync(one, Ended, 3)).ShouldBe((RunStatus.Cancelled, "", "asked to"));

        var next = one.Network.RunAsync(new RunRequest("go on") { Session = SessionId.Parse(Ended) });
        var call = await model.NextCall().Within(10);
        call.Messages.Select(message => message.Role).ShouldBe(
            [ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.Tool, ChatRole.Assistant, ChatRole.User, ChatRole.User]);
        call.Messages[0].Text.ShouldBe("What is \"1 + 1\" in Köln? 🙂");
        call.Release("done");
        (await next.Within(10)).Id.Number.ShouldBe(4);
    }

    [Fact]
    public async Task Runs_that_were_under_way_and_waiting_end()
    {
        using var journal = GoldenJournal.Open(1);
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(journal.Store) };
        var one = await network.StartAsync("one", n => n.UseChatClient(model), new Agent { Name = AgentName.Parse("clerk") });

        (await RunAsync(one, UnderWay, 1)).ShouldBe((RunStatus.Running, "", null));
        (await model.NextCall().Within(10)).Release("hello to you");
        (await model.NextCall().Within(10)).Release("then this");

        await Eventually.TrueAsync(async () => (await RunAsync(one, UnderWay, 2)).Status == RunStatus.Completed);
        (await RunAsync(one, UnderWay, 1)).Output.ShouldBe("hello to you");
        (await RunAsync(one, UnderWay, 2)).Output.ShouldBe("then this");
    }

    private static async Task<(RunStatus Status, string Output, string? Error)> RunAsync(TestNode node, string session, long number)
    {
        var run = (await node.Network.GetRunAsync(new RunId(SessionId.Parse(session), number)).Within(20)).ShouldNotBeNull();
        return (run.Status, run.Output, run.Error);
    }
}
