using Akka.Embedded.Cells;

namespace Akka.TestKit;

/// <summary>Keeps the test actor the implicit sender after an await, on whatever thread the test goes on.</summary>
internal sealed class SenderKeepingContext(ActorCell? cell) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => ThreadPool.QueueUserWorkItem(_ => Run(d, state));

    public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

    public override SynchronizationContext CreateCopy() => this;

    private void Run(SendOrPostCallback callback, object? state)
    {
        var outerCell = ActorCell.Current;
        var outerContext = Current;
        SetSynchronizationContext(this);
        ActorCell.Current = cell;
        try
        {
            callback(state);
        }
        finally
        {
            ActorCell.Current = outerCell;
            SetSynchronizationContext(outerContext);
        }
    }
}
