using Akka.Actor;
using Akka.Cluster;

namespace Akka.Embedded.Replication;

/// <summary>What the replicator does, in order.</summary>
internal abstract record ReplicatorEffect
{
    private ReplicatorEffect()
    {
    }

    public sealed record Send(UniqueAddress To, ReplicationMessage Message) : ReplicatorEffect;

    /// <summary>To whom asked or subscribed.</summary>
    public sealed record Tell(IActorRef To, object Message) : ReplicatorEffect;

    /// <summary>Come back with it to <see cref="ReplicatorState.Due"/> then.</summary>
    /// <param name="Round">Of the <see cref="Pace"/> that it belongs to.</param>
    public sealed record Remind(Reminder Of, TimeSpan After, long Round) : ReplicatorEffect;

    public sealed record Report(Severity Severity, string Text) : ReplicatorEffect;
}

/// <summary>What is due later.</summary>
internal enum Reminder
{
    SendChanges,
    TellSubscribers,
    CheckRequests,
}

internal enum Severity
{
    Debug,
    Warning,
    Error,
}
