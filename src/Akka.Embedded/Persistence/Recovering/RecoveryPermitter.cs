using Akka.Actor;

namespace Akka.Persistence.Recovering;

internal sealed record RequestRecoveryPermit
{
    public static readonly RequestRecoveryPermit Instance = new();
}

internal sealed record RecoveryPermitGranted
{
    public static readonly RecoveryPermitGranted Instance = new();
}

internal sealed record ReturnRecoveryPermit
{
    public static readonly ReturnRecoveryPermit Instance = new();
}

/// <summary>Lets only so many actors recover at a time, so that a failover does not drown the journal.</summary>
internal sealed class RecoveryPermitter : UntypedActor
{
    private readonly int _maxConcurrent;
    private readonly HashSet<IActorRef> _recovering = [];
    private readonly Queue<IActorRef> _waiting = [];

    public RecoveryPermitter(int maxConcurrent) => _maxConcurrent = maxConcurrent;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RequestRecoveryPermit:
                Context.Watch(Sender);
                if (_recovering.Count < _maxConcurrent)
                    Grant(Sender);
                else
                    _waiting.Enqueue(Sender);
                break;
            case ReturnRecoveryPermit:
                Context.Unwatch(Sender);
                Return(Sender);
                break;
            case Terminated terminated:
                Return(terminated.ActorRef);
                break;
        }
    }

    private void Grant(IActorRef actor)
    {
        _recovering.Add(actor);
        actor.Tell(RecoveryPermitGranted.Instance);
    }

    private void Return(IActorRef actor)
    {
        if (!_recovering.Remove(actor))
        {
            Forget(actor);
            return;
        }

        if (_waiting.TryDequeue(out var next))
            Grant(next);
    }

    private void Forget(IActorRef dead)
    {
        var others = _waiting.Where(waiting => !waiting.Equals(dead)).ToList();
        _waiting.Clear();
        others.ForEach(_waiting.Enqueue);
    }
}
