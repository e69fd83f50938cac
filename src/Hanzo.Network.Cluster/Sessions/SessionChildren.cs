using Akka.Actor;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>
/// The runs of other agents that one session waits for; news and outcomes come back to it as messages. A session that stops leaves
/// them to go on: whoever carries it next finds them again.
/// </summary>
internal sealed class SessionChildren(ChildCaller caller, IActorRef session) : IDisposable
{
    private readonly Dictionary<EffectId, CancellationTokenSource> _followed = [];

    public void Begin(CallAgent call)
    {
        Leave(call.Id);
        var leave = _followed[call.Id] = new CancellationTokenSource();
        var (self, run) = (session, call.Run);
        caller.CallAsync(call, news => Tell(self, news), text => self.Tell(new SessionEffects.Delta(run, text)), leave.Token)
            .PipeTo(self, success: outcome => outcome ?? (object)Left.Instance);
    }

    public void Cancel(CancelAgent cancel)
    {
        Leave(cancel.Call.Id);
        _followed[cancel.Call.Id] = new CancellationTokenSource();
        caller.CancelAsync(cancel).PipeTo(session);
    }

    /// <summary>The session was told the end of a call.</summary>
    /// <returns>False: it is none of these.</returns>
    public bool Ended(EffectId call)
    {
        var isOne = _followed.ContainsKey(call);
        Leave(call);
        return isOne;
    }

    public void Dispose()
    {
        foreach (var call in _followed.Keys.ToArray()) Leave(call);
    }

    private void Leave(EffectId call)
    {
        if (!_followed.Remove(call, out var leave)) return;
        leave.Cancel();
        leave.Dispose();
    }

    private static Task Tell(IActorRef session, ChildNews news)
    {
        session.Tell(news);
        return Task.CompletedTask;
    }

    /// <summary>The session itself has left the run: there is no outcome.</summary>
    public sealed record Left
    {
        public static readonly Left Instance = new();
    }
}
