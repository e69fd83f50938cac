using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Persistence;

/// <summary>When this process's journal last could not be used, and why. On any thread.</summary>
internal sealed class JournalHealth(TimeProvider time)
{
    private JournalFailure? _last;

    /// <summary>Null: it never failed.</summary>
    public JournalFailure? Last => Volatile.Read(ref _last);

    public void Failed(EventStoreException error) => Volatile.Write(ref _last, new JournalFailure(time.Elapsed(), error.Message));
}

/// <param name="At">Of the process's clock that nobody sets.</param>
/// <param name="Message">Names the journal, without secrets.</param>
internal sealed record JournalFailure(TimeSpan At, string Message);
