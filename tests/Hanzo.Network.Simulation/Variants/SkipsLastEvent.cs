using System.Runtime.CompilerServices;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;

namespace Hanzo.Network.Simulation.Tests.Variants;

/// <summary>A store whose readers never see the last event of a longer stream.</summary>
internal sealed class SkipsLastEvent(IEventStore store) : ForwardingEventStore(store)
{

    public override async IAsyncEnumerable<StoredEvent> ReadAsync(
        string persistenceId, long fromSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        StoredEvent? last = null;
        await foreach (var stored in base.ReadAsync(persistenceId, fromSequence, cancellation))
        {
            if (last is not null) yield return last;
            last = stored;
        }
    }
}
