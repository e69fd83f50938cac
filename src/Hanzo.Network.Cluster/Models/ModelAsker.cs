using Akka.Actor;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Models;
using static Hanzo.Network.Cluster.Models.ModelCallProtocol;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;

namespace Hanzo.Network.Cluster.Models;

/// <summary>Asks a model of another node for one reader, who gets the reply by a <see cref="RemoteReply"/>.</summary>
internal sealed class ModelAsker : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly RemoteReply _reply;
    private readonly TimeProvider _time;
    private readonly ActorSelection _host;
    private readonly List<string> _parts;
    private readonly ReplyAssembly _assembly;
    private int _part;
    private TimeSpan _heard;
    private TimeSpan _spoke;

    public ModelAsker(RemoteReply reply, TimeProvider time)
    {
        (_reply, _time) = (reply, time);
        _host = Context.ActorSelection($"{reply.Target}/user/{ModelHost.Name}");
        _parts = QuestionParts.Split(reply.Question);
        _assembly = new ReplyAssembly(reply.Node);
        _heard = time.Elapsed();
        Receive<ModelTaken>(OnTaken, taken => taken.Call == _reply.Call);
        Receive<ModelSaid>(said => Hear(() => OnSaid(said)), said => said.Call == _reply.Call);
        Receive<ModelEnded>(ended => Hear(() => OnEnded(ended)), ended => ended.Call == _reply.Call);
        Receive<DirectoryChanged>(changed => OnChanged(changed.Snapshot));
        Receive<Room>(_ => Speak());
        Receive<Tick>(_ => OnTick());
        Receive<Leave>(_ => Context.Stop(Self));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(RemoteReply reply, TimeProvider time) => Akka.Actor.Props.Create(() => new ModelAsker(reply, time));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DirectoryChanged));
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Period);
        Speak();
    }

    // One that broke is not begun again: its reader is told, and it ends.
    protected override void PostRestart(Exception reason) => Context.Stop(Self);

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _host.Tell(new ModelStop(_reply.Call));
        _reply.Fail(new ModelException($"node '{_reply.Node}': the call was given up before its end.") { IsTransient = true });
    }

    private bool IsAsked => _part >= _parts.Count;

    private void OnTaken(ModelTaken taken)
    {
        _heard = _time.Elapsed();
        if (taken.Part != _part) return;
        _part++;
        if (!IsAsked) Speak();
    }

    private void OnSaid(ModelSaid said)
    {
        foreach (var update in _assembly.Take(said)) _reply.Deliver(update);
    }

    private void OnEnded(ModelEnded ended)
    {
        _assembly.End(ended);
        _reply.End();
        Context.Stop(Self);
    }

    private void Hear(Action said)
    {
        _heard = _time.Elapsed();
        try
        {
            said();
        }
        catch (ModelException error)
        {
            Fail(error);
        }
    }

    private void OnChanged(DirectorySnapshot snapshot)
    {
        if (!snapshot.Nodes.ContainsKey(_reply.Target))
            Fail(new ModelException($"node '{_reply.Node}' left the network during the call.") { IsTransient = true });
    }

    private void OnTick()
    {
        var now = _time.Elapsed();
        if (now - _heard > Silent)
            Fail(new ModelException($"node '{_reply.Node}' has not answered for {Silent.TotalSeconds} s.") { IsTransient = true });
        else if (now - _spoke >= Speaks) Speak();
    }

    private void Speak()
    {
        _spoke = _time.Elapsed();
        if (IsAsked) _host.Tell(new ModelWanted(_reply.Call, _reply.Taken));
        else _host.Tell(new ModelAsk(_reply.Call, _part, _parts.Count, _parts[_part]));
    }

    private void Fail(ModelException error)
    {
        _reply.Fail(error);
        Context.Stop(Self);
    }

    /// <summary>The reader has taken some.</summary>
    public sealed record Room
    {
        public static readonly Room Instance = new();
    }

    /// <summary>The reader wants no more.</summary>
    public sealed record Leave
    {
        public static readonly Leave Instance = new();
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
