using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Embedded.Remoting;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Tests.Remote;

/// <summary>Two systems with remoting; connections of either can be cut.</summary>
internal sealed class Pair : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Pair(string config = "", Func<Config>? right = null)
    {
        Left = Start("left", config, LeftNet);
        Right = Start("right", right is null ? config : right().ToString(), RightNet);
    }

    public CuttableTransport LeftNet { get; } = new();

    public CuttableTransport RightNet { get; } = new();

    public ActorSystem Left { get; }

    public ActorSystem Right { get; private set; }

    public static Address AddressOf(ActorSystem system) => ((ActorSystemImpl)system).ProviderImpl.DefaultAddress;

    public static Akka.Embedded.Remoting.Remoting RemotingOf(ActorSystem system) =>
        ((RemoteProvider)((ActorSystemImpl)system).ProviderImpl).Remoting;

    public static ActorSystem Start(string name, string config, ITransport transport, params Setup[] more) => ActorSystem.Create(
        name,
        ActorSystemSetup.Create(
        [
            BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(config).WithFallback(Defaults())),
            new RuntimeSetup { Transport = transport },
            .. more,
        ]));

    /// <summary>From the left: an actor of the right.</summary>
    public Task<IActorRef> Find(string name) => Left.ActorSelection($"{AddressOf(Right)}/user/{name}").ResolveOne(Patience);

    public void CutAll()
    {
        LeftNet.CutAll();
        RightNet.CutAll();
    }

    /// <summary>The right system ends and comes back at the same address.</summary>
    public async Task RestartRight()
    {
        var port = AddressOf(Right).Port;
        await Right.Terminate().WaitAsync(Patience);
        Right = Start("right", $"akka.remote.dot-netty.tcp.port = {port}", RightNet);
    }

    public async ValueTask DisposeAsync()
    {
        await Left.Terminate().WaitAsync(Patience);
        await Right.Terminate().WaitAsync(Patience);
    }

    private static Config Defaults() => ConfigurationFactory.ParseString("""
        akka {
          loglevel = DEBUG
          loggers = ["Akka.Event.DefaultLogger"]
          stdout-loglevel = OFF
          log-dead-letters = off
          actor.provider = remote
          remote {
            dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            watch-failure-detector {
              heartbeat-interval = 100ms
              acceptable-heartbeat-pause = 1s
              unreachable-nodes-reaper-interval = 100ms
              expected-response-after = 100ms
            }
          }
          coordinated-shutdown.run-by-actor-system-terminate = off
        }
        """);
}

/// <summary>Keeps what it gets; answers with the same.</summary>
internal sealed class Keeper(ConcurrentQueue<object> all) : UntypedActor
{
    public static (IActorRef Actor, ConcurrentQueue<object> All) In(ActorSystem system, string name, params Type[] channels)
    {
        var all = new ConcurrentQueue<object>();
        var actor = system.ActorOf(Props.Create(() => new Keeper(all)), name);
        foreach (var channel in channels)
            system.EventStream.Subscribe(actor, channel);
        return (actor, all);
    }

    protected override void OnReceive(object message)
    {
        all.Enqueue(message);
        if (!Sender.IsNobody() && !Sender.Equals(Context.System.DeadLetters))
            Sender.Tell(message);
    }
}

internal static class Until
{
    public static async Task True(Func<bool> condition, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var since = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(since) > Pair.Patience)
                throw new TimeoutException($"Not within {Pair.Patience.TotalSeconds} s: {what}");
            await timer.WaitForNextTickAsync();
        }
    }
}
