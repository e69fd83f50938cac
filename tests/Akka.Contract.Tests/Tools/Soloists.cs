using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Contract.Tests.Cluster;

namespace Akka.Contract.Tests.Tools;

/// <summary>Sees every instance of one singleton, on whichever node.</summary>
internal sealed class Stage
{
    private readonly Lock _gate = new();
    private readonly List<string> _starts = [];
    private readonly List<string> _heard = [];
    private int _alive;

    /// <summary>Where instances were started, in order.</summary>
    public string[] Starts
    {
        get
        {
            lock (_gate)
                return [.. _starts];
        }
    }

    /// <summary>What they were sent, in order.</summary>
    public string[] Heard
    {
        get
        {
            lock (_gate)
                return [.. _heard];
        }
    }

    public int Alive => Volatile.Read(ref _alive);

    public bool WereTwoAtOnce { get; private set; }

    public void Enter(string node)
    {
        lock (_gate)
        {
            _starts.Add(node);
            WereTwoAtOnce |= Interlocked.Increment(ref _alive) > 1;
        }
    }

    public void Leave() => Interlocked.Decrement(ref _alive);

    public void Hear(string message)
    {
        lock (_gate)
            _heard.Add(message);
    }
}

/// <summary>The singleton of the tests.</summary>
internal sealed class Soloist : ReceiveActor
{
    private readonly Stage _stage;

    public Soloist(Stage stage, bool endsSlowly)
    {
        _stage = stage;
        Receive<string>(text => text == "where", _ => Sender.Tell(AddressOf(Context.System)));
        Receive<string>(text => text == "fail", _ => throw new InvalidOperationException("as it was told"));
        Receive<string>(text => text == "stop", _ => Context.Stop(Self));
        Receive<string>(text => text == "end", text =>
        {
            _stage.Hear(text);
            if (!endsSlowly)
                Context.Stop(Self);
        });
        Receive<string>(_stage.Hear);
    }

    public static string AddressOf(ActorSystem system) => Akka.Cluster.Cluster.Get(system).SelfAddress.ToString();

    protected override void PreStart() => _stage.Enter(AddressOf(Context.System));

    protected override void PostStop() => _stage.Leave();
}

/// <summary>Managers and proxies at the same paths on every node.</summary>
internal static class Soloists
{
    public const string Config = """
        akka.cluster {
          singleton.hand-over-retry-interval = 200ms
          singleton-proxy.singleton-identification-interval = 200ms
        }
        """;

    private static readonly TimeSpan Once = TimeSpan.FromSeconds(1);

    public static IActorRef StartManager(this Akka.Cluster.Cluster node, Stage stage, string? role = null, bool endsSlowly = false)
    {
        var settings = ClusterSingletonManagerSettings.Create(node.System);
        if (role is not null)
            settings = settings.WithRole(role);
        return node.System.ActorOf(
            ClusterSingletonManager.Props(Props.Create(() => new Soloist(stage, endsSlowly)), "end", settings), "solo");
    }

    public static IActorRef StartProxy(this Akka.Cluster.Cluster node, string? role = null)
    {
        var settings = ClusterSingletonProxySettings.Create(node.System);
        if (role is not null)
            settings = settings.WithRole(role);
        return node.System.ActorOf(ClusterSingletonProxy.Props("/user/solo", settings), "solo-proxy");
    }

    /// <summary>Asks until the answer is as wanted: what is sent while the singleton moves can be lost.</summary>
    public static async Task<string> Where(this IActorRef proxy, Predicate<string>? wanted = null)
    {
        using var patience = new CancellationTokenSource(ClusterNodes.Patience);
        while (true)
        {
            try
            {
                var found = await proxy.Ask<string>("where", Once, patience.Token);
                if (wanted is null || wanted(found))
                    return found;
            }
            catch (AskTimeoutException) when (!patience.IsCancellationRequested)
            {
            }
        }
    }
}
