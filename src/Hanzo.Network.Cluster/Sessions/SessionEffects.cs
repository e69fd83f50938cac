using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Capacity;
using Hanzo.Network.Conversations;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>
/// The calls that a session has under way, and those that ask a model and wait for a place among the node's; each outcome comes back
/// to the session as a message. A tool needs no place: it may itself wait for a run that needs one.
/// </summary>
internal sealed class SessionEffects(SessionServices services, SessionAgents agents, RunTimer timer, IActorRef session) : IDisposable
{
    private readonly Dictionary<long, CancellationTokenSource> _byRun = [];
    private readonly List<CallEffect> _waiting = [];
    private readonly HashSet<EffectId> _placed = [];
    private readonly HashSet<EffectId> _underWay = [];
    private readonly SessionChildren _children = new(services.Children, session);
    private RunPlace? _place;

    /// <summary>Calls begun whose end the session has not been told; runs of other agents are none, as they go on by themselves.</summary>
    public int UnderWay => _underWay.Count;

    /// <summary>The run that waits for a place; null: none.</summary>
    public long? Waits => _waiting.Count > 0 ? _place?.Run : null;

    public void Start(Effect effect)
    {
        switch (effect)
        {
            case CallModel or KeepMemories { MayReflect: true }:
                var call = (CallEffect)effect;
                if (!HasPlace(call.Run.Number)) _waiting.Add(call);
                else CallPlaced(call);
                break;
            case CallTool or RecallMemories or KeepMemories:
                Call((CallEffect)effect);
                break;
            case CallAgent ask:
                _children.Begin(ask);
                break;
            case CancelAgent cancel:
                _children.Cancel(cancel);
                break;
            case StopEffects stop:
                CutWaiting(stop.Run);
                Stop(stop.Run);
                break;
            default:
                throw new ArgumentException($"'{effect.GetType().Name}' is not an effect of a session.", nameof(effect));
        }
    }

    /// <summary>The run that waited has its place; one that was stopped meanwhile has left it already.</summary>
    public void OnGranted(PlaceGranted granted)
    {
        if (granted.Place != _place) return;
        timer.GoesOn();
        foreach (var call in _waiting) CallPlaced(call);
        _waiting.Clear();
    }

    /// <summary>The session was told the end of a call: of a run of another agent that is cancelled, perhaps twice.</summary>
    public void Ended(EffectId call)
    {
        if (_children.Ended(call)) return;
        _underWay.Remove(call);
        _placed.Remove(call);
    }

    /// <summary>All that was decided has begun: a run that calls no model leaves its place to others.</summary>
    public void Settle()
    {
        if (_placed.Count == 0 && _waiting.Count == 0) LeavePlace();
    }

    /// <summary>Nothing that waits is begun any more.</summary>
    public void StopWaiting()
    {
        if (_waiting.Count > 0) LeavePlace();
    }

    public void Stop(long run)
    {
        if (_place?.Run == run) LeavePlace();
        if (!_byRun.Remove(run, out var source)) return;
        source.Cancel();
        source.Dispose();
    }

    /// <summary>What has not begun yet ends as what has.</summary>
    private void CutWaiting(long run)
    {
        foreach (var call in _waiting.Where(call => call.Run.Number == run))
        {
            _underWay.Add(call.Id);
            session.Tell(new EffectLost(call.Id, new OperationCanceledException()));
        }
    }

    public void Dispose()
    {
        LeavePlace();
        _children.Dispose();
        foreach (var run in _byRun.Keys.ToArray()) Stop(run);
    }

    private bool HasPlace(long run)
    {
        if (_place?.Run == run) return _waiting.Count == 0;
        LeavePlace();
        _place = new RunPlace(run, session);
        if (services.Places.Enter(_place)) return true;
        timer.Waits();
        return false;
    }

    private void LeavePlace()
    {
        if (_place is not { } place) return;
        _place = null;
        _waiting.Clear();
        _placed.Clear();
        services.Places.Leave(place);
    }

    private void CallPlaced(CallEffect call)
    {
        _placed.Add(call.Id);
        Call(call);
    }

    private void Call(CallEffect call)
    {
        if (!_byRun.TryGetValue(call.Run.Number, out var source)) _byRun[call.Run.Number] = source = new CancellationTokenSource();
        _underWay.Add(call.Id);
        var (self, run) = (session, call.Run);
        var agent = agents.Current.Described(services.Agents.DescriptionOf);
        services.Effects.RunAsync(call, agent, text => self.Tell(new Delta(run, text)), source.Token).PipeTo(
            self,
            success: outcome => outcome,
            failure: error => new EffectLost(call.Id, error));
    }

    /// <summary>A piece of a reply under way.</summary>
    public sealed record Delta(RunId Run, string Text);

    /// <summary>The call was cut, or its runner broke its promise never to throw.</summary>
    public sealed record EffectLost(EffectId Effect, Exception Error);
}
