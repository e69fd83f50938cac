using Hanzo.Network.State;
using Hanzo.Network.Tests.State;

namespace Hanzo.Network.Simulation.Tests.Sessions;

/// <summary>When a process dies: in its attempt to write, or when that is stored and it has not heard of it.</summary>
public enum CrashMoment
{
    BeforeWrite,
    AfterWrite,
}

/// <summary>The store of one process; one write of all those of a network is its process's last.</summary>
internal sealed class CrashingStore(IEventStore store, CrashingStore.Counter counter, Action kill)
    : ForwardingEventStore(store)
{
    public override async Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
    {
        var crashes = counter.Next();
        if (crashes && counter.Moment == CrashMoment.BeforeWrite) await DieAsync();
        await base.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);
        if (crashes) await DieAsync();
    }

    /// <summary>Never goes on: nothing happens after a process's end.</summary>
    private Task DieAsync()
    {
        kill();
        return new TaskCompletionSource().Task;
    }

    /// <param name="CrashAt">Which write, from 1; 0: none.</param>
    public sealed record Counter(int CrashAt, CrashMoment Moment)
    {
        public int Writes { get; private set; }

        /// <summary>Writes of before do not count.</summary>
        public bool Counts { get; set; } = true;

        public bool Next() => Counts && ++Writes == CrashAt;
    }
}
