using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace Akka.Embedded.Membership;

/// <summary>Carries out what <see cref="Resolver"/> decides. A child of the cluster daemon.</summary>
internal sealed class ResolverActor : ReceiveActor, IWithTimers
{
    private readonly Akka.Cluster.Cluster _cluster;
    private readonly Resolver _resolver;
    private readonly TimeProvider _time;
    private readonly long _started;

    public ResolverActor(Akka.Cluster.Cluster cluster, Resolver resolver)
    {
        (_cluster, _resolver, _time) = (cluster, resolver, ((ActorSystemImpl)cluster.System).Runtime.Time);
        _started = _time.GetTimestamp();
        Receive<Situation>(OnSituation);
        Receive<LookNow>(_ => OnLook());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => _time.GetElapsedTime(_started);

    protected override void PreStart() => Context.Parent.Tell(ClusterDaemon.TellStates.Instance, Self);

    private void OnSituation(Situation situation)
    {
        _resolver.Follow(situation.State, situation.Ended, Now);
        WaitForNextLook();
    }

    private void OnLook()
    {
        if (_resolver.Look(Now) is { } decision)
        {
            Down(decision);
        }

        WaitForNextLook();
    }

    private void Down(DowningDecision decision)
    {
        var view = _resolver.View;
        _cluster.Log.Log(
            LogLevel.WarningLevel,
            null,
            $"The split brain resolver downs [{string.Join(", ", decision.Nodes.Select(n => n.Address))}] ({decision.Verdict}): "
                + $"{view.Unreachable.Count} of {view.Members.Length} members are unreachable.");

        // This node last, since its membership ends with it.
        foreach (var node in decision.Nodes.OrderBy(n => n == _cluster.SelfUniqueAddress))
        {
            _cluster.Down(node.Address);
        }
    }

    private void WaitForNextLook()
    {
        if (_resolver.NextLook() is { } at)
        {
            var left = at - Now;
            Timers.StartSingleTimer(LookNow.Instance, LookNow.Instance, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
        else
        {
            Timers.Cancel(LookNow.Instance);
        }
    }

    /// <param name="Ended">Members whose processes are known to have ended.</param>
    internal sealed record Situation(MembershipState State, ImmutableSortedSet<UniqueAddress> Ended);

    private sealed class LookNow : INotInfluenceReceiveTimeout
    {
        public static readonly LookNow Instance = new();
    }
}
