using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Cluster.Tests.Support;
using Microsoft.Extensions.AI;
using Xunit.Abstractions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>Pieces of replies: few enough to send, and never at the cost of events.</summary>
public sealed class DeltaTests(ITestOutputHelper output)
{
    private static readonly Agent Talker = new() { Name = AgentName.Parse("talker") };

    [Fact]
    public async Task Pieces_come_twenty_times_a_second_and_make_the_whole_reply()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", n => n.UseChatClient(new Chatterbox(400, TimeSpan.FromMilliseconds(2))), Talker);
        var began = Stopwatch.GetTimestamp();

        var events = new List<RunEvent>();
        await foreach (var @event in one.Network.StreamAsync(new RunRequest("talk") { Agent = "talker" })) events.Add(@event);

        var deltas = events.Where(e => e.Type == RunEventTypes.ModelDelta).ToList();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        deltas.Count.ShouldBeInRange(2, (int)(seconds * SessionDeltas.PerSecond) + 3);
        string.Concat(deltas.Select(e => e.Data["text"]!.GetValue<string>())).ShouldBe(events[^1].Data["output"]!.GetValue<string>());
    }

    [Fact]
    public async Task Who_does_not_read_gets_few_pieces_and_every_event()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", n => n.UseChatClient(new Chatterbox(3000, TimeSpan.FromMilliseconds(1))), Talker);
        await using var events = one.Network.StreamAsync(new RunRequest("talk") { Agent = "talker" }).GetAsyncEnumerator();
        (await events.MoveNextAsync()).ShouldBeTrue();
        var run = events.Current.Run;

        // Nothing is read until the run has ended; what fills the waiting room leaves place for events.
        await Eventually.TrueAsync(async () => (await one.Network.GetRunAsync(run))?.Status == RunStatus.Completed);
        var seen = new List<RunEvent> { events.Current };
        while (await events.MoveNextAsync()) seen.Add(events.Current);

        seen.Where(e => e.Sequence is not null).Select(e => e.Type).ShouldBe(
        [
            RunEventTypes.Queued, RunEventTypes.PlacementDecided, RunEventTypes.Started, RunEventTypes.ModelCalled,
            RunEventTypes.ModelReplied, RunEventTypes.Completed,
        ]);
        seen.Count(e => e.Sequence is null).ShouldBeLessThanOrEqualTo(RunCall.MaxWaitingEvents);
    }

    [Fact]
    public async Task Who_gives_no_credit_gets_no_more_pieces_than_it_began_with()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", n => n.UseChatClient(new Chatterbox(1500, TimeSpan.FromMilliseconds(2))), Talker);
        var started = await one.Network.StartAsync(new RunRequest("talk") { Agent = "talker" }).Within(20);

        // A stranger that watches and never says that it has taken anything.
        var system = one.Gate.Current!.System;
        var heard = Channel.CreateUnbounded<RunObserved>();
        var stranger = system.ActorOf(Props.Create(() => new Listener<RunObserved>(heard.Writer)));
        one.Gate.Current.Region.Tell(new RunWatch(new WireEnvelope("w"), started.Id, 0) { Credit = 3 }, stranger);
        var seen = new List<RunEvent>();
        while (!seen.Exists(e => e.IsTerminal)) seen.AddRange((await heard.Reader.ReadAsync().AsTask().Within(20)).Events);

        seen.Count(e => e.Sequence is null).ShouldBeLessThanOrEqualTo(3);
        seen.Count(e => e.Sequence is not null).ShouldBe(6);
    }

    /// <summary>Says many words, one after the other.</summary>
    private sealed class Chatterbox(int words, TimeSpan pause) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var text = new StringBuilder();
            await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken)) text.Append(update.Text);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, text.ToString()));
        }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            using var timer = new PeriodicTimer(pause);
            for (var word = 0; word < words; word++)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
                yield return new ChatResponseUpdate(ChatRole.Assistant, $"w{word} ");
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
