using System.Net.Sockets;
using Akka.Actor;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Tests.Joining;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Agents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Hosting;

public sealed class GenerationTests(ITestOutputHelper output)
{
    [Fact]
    public async Task An_actor_system_that_becomes_ready_after_it_was_closed_is_given_to_nobody()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");
        var gate = new GenerationGate(TimeProvider.System);
        var generation = one.Gate.Current!;

        gate.Open(generation).ShouldBeTrue();
        gate.Close(generation);
        gate.Open(generation).ShouldBeFalse();

        gate.Current.ShouldBeNull();
    }

    [Fact]
    public async Task An_actor_system_that_does_not_end_stops_the_node_instead_of_meeting_its_twin()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", n => n.Configure(o => o.LeaveTimeout = TimeSpan.FromSeconds(1)));
        using var release = new ManualResetEventSlim();
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        one.Gate.Current!.System.ActorOf(Blocker.Props(blocked, release)).Tell("block");
        await blocked.Task.Within(10);
        try
        {
            var restart = one.ClusterHost.RestartAsync(CancellationToken.None);

            await Should.ThrowAsync<AgentNetworkException>(restart.Within(20));
            one.ClusterHost.IsAlive.ShouldBeFalse();
            one.ClusterHost.Generations.ShouldBe(1);
            one.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested.ShouldBeTrue();
        }
        finally
        {
            release.Set();
        }
    }

    [Fact]
    public async Task The_next_actor_system_listens_where_the_first_did_whatever_port_is_advertised()
    {
        await using var network = new TestNetwork(output);
        var (listens, advertised) = (JoiningNode.FreePort(), JoiningNode.FreePort());
        var one = await network.StartAsync("one", n => n.Configure(options =>
        {
            options.ListenPort = listens;
            options.Advertise = $"127.0.0.1:{advertised}";
        }));
        one.Process.Address.ShouldBe($"127.0.0.1:{advertised}");

        await one.ClusterHost.RestartAsync(CancellationToken.None).Within(30);

        one.Process.ListenPort.ShouldBe(listens);
        using var dial = new TcpClient();
        await dial.ConnectAsync("127.0.0.1", listens).Within(5);
        dial.Connected.ShouldBeTrue();
    }

    private sealed class Blocker : ReceiveActor
    {
        public Blocker(TaskCompletionSource blocked, ManualResetEventSlim release) => ReceiveAny(_ =>
        {
            blocked.SetResult();
            release.Wait();
        });

        public static Props Props(TaskCompletionSource blocked, ManualResetEventSlim release) =>
            Akka.Actor.Props.Create(() => new Blocker(blocked, release));
    }
}
