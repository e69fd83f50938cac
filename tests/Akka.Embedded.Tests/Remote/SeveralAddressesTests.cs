using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Embedded.Remoting;
using Akka.Embedded.Runtime;
using Akka.Remote;

namespace Akka.Embedded.Tests.Remote;

public sealed class SeveralAddressesTests
{
    private const string Own = "127.0.0.1";
    private const string Everywhere = """akka.remote.dot-netty.tcp { hostname = "0.0.0.0", public-hostname = "127.0.0.1" }""";

    private readonly CuttableTransport _net = new();
    private readonly ConcurrentDictionary<string, RouteState> _told = [];
    private Func<int, IReadOnlyList<RemoteRoute>> _others = port => [new RemoteRoute("127.0.0.2", port)];

    [LinuxFact]
    public async Task A_peer_whose_own_address_refuses_is_reached_by_another_as_the_same_peer()
    {
        _net.RefusedHost = Own;
        await using var systems = Start();
        var (_, opened) = Keeper.In(systems.Right, "events", typeof(AssociatedEvent));
        Keeper.In(systems.Right, "keeper");

        var keeper = await systems.FindAsync("keeper");

        keeper.Path.Address.ShouldBe(Pair.AddressOf(systems.Right));
        opened.Count.ShouldBe(1);
        RemotingCounts.Of(systems.Right).ShouldBe(new RemotingCounts(0, 0, 0, 0, 0, 0));
        await Until.True(() => StateOf("127.0.0.2") is { InUse: true, Latency: not null, Shunned: false }, "the other address is in use");
        StateOf(Own)!.Shunned.ShouldBeTrue();
    }

    [LinuxFact]
    public async Task Somebody_else_at_an_address_is_passed_over()
    {
        _net.RefusedHost = Own;
        await using var systems = Start();
        await using var stranger = new Ending(Pair.Start("right", Everywhere, new CuttableTransport()));
        var strange = Pair.AddressOf(stranger.System).Port!.Value;
        _others = port => [new RemoteRoute("127.0.0.2", strange), new RemoteRoute("127.0.0.3", port)];
        Keeper.In(systems.Right, "keeper");

        var keeper = await systems.FindAsync("keeper");

        (await keeper.Ask<string>("hello", Pair.Patience)).ShouldBe("hello");
        await Until.True(
            () => StateOf("127.0.0.2") is { Shunned: true } && StateOf("127.0.0.3") is { InUse: true }, "the right one is in use");
        RemotingCounts.Of(stranger.System).Refused.ShouldBe(0);
    }

    [LinuxFact]
    public async Task After_a_cut_the_other_address_carries_on_and_a_watch_outlives_it()
    {
        await using var systems = Start();
        var (right, _) = Keeper.In(systems.Right, "keeper");
        var keeper = await systems.FindAsync("keeper");
        var ended = new TaskCompletionSource<Terminated>();
        systems.Left.ActorOf(Props.Create(() => new EndWatcher(keeper, ended)));
        await keeper.Ask<string>("before", Pair.Patience);

        var used = _told.Values.Single(state => state.InUse).Route.Host;
        _net.RefusedHost = used;
        _net.CutAll();
        systems.Right.Stop(right);

        (await ended.Task.WaitAsync(Pair.Patience)).AddressTerminated.ShouldBeFalse();
        _told.Values.Single(state => state.InUse).Route.Host.ShouldNotBe(used);
    }

    private RouteState? StateOf(string host) => _told.GetValueOrDefault(host);

    private Systems Start()
    {
        var routes = new RemoteRoutes
        {
            Others = (_, port) => _others(port),
            Changed = (_, _, states) =>
            {
                foreach (var state in states) _told[state.Route.Host] = state;
            },
        };
        return new Systems(Pair.Start("left", "", _net, routes), Pair.Start("right", Everywhere, new CuttableTransport()));
    }

    private sealed record Systems(ActorSystem Left, ActorSystem Right) : IAsyncDisposable
    {
        public Task<IActorRef> FindAsync(string name) =>
            Left.ActorSelection($"{Pair.AddressOf(Right)}/user/{name}").ResolveOne(Pair.Patience);

        public async ValueTask DisposeAsync()
        {
            await Left.Terminate().WaitAsync(Pair.Patience);
            await Right.Terminate().WaitAsync(Pair.Patience);
        }
    }

    private sealed record Ending(ActorSystem System) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await System.Terminate().WaitAsync(Pair.Patience);
    }

    private sealed class EndWatcher : ReceiveActor
    {
        public EndWatcher(IActorRef watched, TaskCompletionSource<Terminated> ended)
        {
            Context.Watch(watched);
            Receive<Terminated>(end => ended.TrySetResult(end));
        }
    }
}

/// <summary>All of 127.0.0.0/8 is this machine there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux()) Skip = "needs Linux's loopback addresses";
    }
}
