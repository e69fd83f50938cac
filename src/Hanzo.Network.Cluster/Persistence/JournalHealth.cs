using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Persistence;

/// <summary>Since when this process's journal cannot be used, and why. On any thread.</summary>
internal sealed class JournalHealth(TimeProvider time)
{
    private JournalFailure? _last;
    private JournalFailure? _standing;

    /// <summary>Null: it never failed, or has stored something since, and nothing stands against it.</summary>
    public JournalFailure? Last => Volatile.Read(ref _standing) ?? Volatile.Read(ref _last);

    /// <summary>Something was stored. That something was read says nothing of a disk that is full.</summary>
    public void Worked()
    {
        if (Volatile.Read(ref _last) is not null) Volatile.Write(ref _last, null);
    }

    /// <summary>Why nothing can be stored now, as is known without trying.</summary>
    /// <param name="problem">Null: nothing is known.</param>
    public void Stands(string? problem) =>
        Volatile.Write(ref _standing, problem is null ? null : new JournalFailure(time.Elapsed(), problem));

    public void Failed(EventStoreException error) => Volatile.Write(ref _last, new JournalFailure(time.Elapsed(), error.Message));
}

/// <param name="At">Of the process's clock that nobody sets.</param>
/// <param name="Message">Names the journal, without secrets.</param>
internal sealed record JournalFailure(TimeSpan At, string Message);
