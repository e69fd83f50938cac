using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Cluster.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>A region that waits for its coordinator's word, since that one is silent, holds up nobody whose slot is known.</summary>
public sealed class SlotRouteTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_run_in_a_slot_that_another_node_has_begins_and_ends_though_this_node_s_region_finds_no_way()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Text);
        var two = await network.StartAsync("two", BuiltInAgents.Math);
        await network.MeetAsync();
        var first = await two.Network.RunAsync(new RunRequest("What is 2 + 3?") { Agent = "math" }).Within(20);
        var session = first.Id.Session;
        await one.Process.Board.WaitAsync(snapshot => snapshot.OtherHostOf(session.Slot)?.NodeId == "two").Within(20);
        two.Process.Board.Current.OtherHostOf(session.Slot).ShouldBeNull("it is its own");

        var (generation, time) = (one.Gate.Current!, one.Process.Time);
        var request = new RunRequest("What is 3 + 4?") { Agent = "math", Session = session };
        var starter = one.Services.GetRequiredService<RunStarter>();
        var call = await starter.PrepareAsync(request, wantsEvents: false, CancellationToken.None);
        generation.System.ActorOf(
            RunClient.Props(call, ActorRefs.Nobody, time, new TaskCompletionSource(), generation.EndedToken));

        var result = await call.Completed.Within(20);
        (result.Node, result.Status, result.Id.Session).ShouldBe(("two", RunStatus.Completed, session));
        result.Output.ShouldContain("7");
    }
}
