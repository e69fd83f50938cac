using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>The calls that a session has under way; each outcome comes back to the session as a message.</summary>
internal sealed class SessionEffects(SessionServices services, Agent agent, IActorRef session) : IDisposable
{
    private readonly Dictionary<long, CancellationTokenSource> _byRun = [];

    /// <summary>Calls begun whose end the session has not been told.</summary>
    public int UnderWay { get; private set; }

    public void Start(Effect effect)
    {
        switch (effect)
        {
            case CallEffect call:
                Call(call);
                break;
            case StopEffects stop:
                Stop(stop.Run);
                break;
            default:
                throw new ArgumentException($"'{effect.GetType().Name}' is not an effect of a session.", nameof(effect));
        }
    }

    /// <summary>The session was told the end of a call.</summary>
    public void Ended() => UnderWay--;

    public void Stop(long run)
    {
        if (!_byRun.Remove(run, out var source)) return;
        source.Cancel();
        source.Dispose();
    }

    public void Dispose()
    {
        foreach (var run in _byRun.Keys.ToArray()) Stop(run);
    }

    private void Call(CallEffect call)
    {
        if (!_byRun.TryGetValue(call.Run.Number, out var source)) _byRun[call.Run.Number] = source = new CancellationTokenSource();
        UnderWay++;
        var (self, run) = (session, call.Run);
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
