namespace Akka.Embedded.Cells;

/// <summary>Brings the continuations of an asynchronous handler back into its actor.</summary>
internal sealed class ActorSynchronizationContext(ActorCell cell) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => cell.PostSystem(new Akka.Actor.RunContinuation(d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("An actor cannot be waited for.");

    public override SynchronizationContext CreateCopy() => this;
}
