using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Answers for a test actor.</summary>
public abstract class AutoPilot
{
    /// <summary>Handles a message and says who handles the next one; null is the same.</summary>
    public abstract AutoPilot Run(IActorRef sender, object message);

    public static KeepRunning KeepRunning => KeepRunning.Instance;
}

public sealed class NoAutoPilot : AutoPilot
{
    public static NoAutoPilot Instance { get; } = new();

    public override AutoPilot Run(IActorRef sender, object message) => this;
}

public sealed class KeepRunning : AutoPilot
{
    public static KeepRunning Instance { get; } = new();

    public override AutoPilot Run(IActorRef sender, object message) => throw new InvalidOperationException("Must not be called.");
}
