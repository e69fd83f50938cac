using System.Collections.Immutable;
using static Hanzo.Network.Cluster.State.StateProtocol;

namespace Hanzo.Network.Cluster.State;

/// <summary>Writes that wait for the journal, which has one batch in hand at a time. None outlives its caller's patience.</summary>
internal sealed class WriteQueue(TimeProvider time, TimeSpan patience)
{
    /// <summary>Operations written together; a command of more is written alone.</summary>
    public const int MaxBatch = 500;

    public const int MaxWaiting = 10_000;

    private readonly Queue<Record> _waiting = [];

    /// <returns>False: it is full.</returns>
    public bool TryAdd(Record record)
    {
        if (_waiting.Count >= MaxWaiting) return false;
        _waiting.Enqueue(record);
        return true;
    }

    /// <summary>Takes out those whose callers have been told by now, or are just being told, that there is no answer.</summary>
    public ImmutableArray<Record> TakeLate()
    {
        var late = ImmutableArray.CreateBuilder<Record>();
        while (_waiting.TryPeek(out var first) && time.GetElapsedTime(first.Since) >= patience) late.Add(_waiting.Dequeue());
        return late.ToImmutable();
    }

    public ImmutableArray<Record> TakeBatch()
    {
        var batch = ImmutableArray.CreateBuilder<Record>();
        var operations = 0;
        while (_waiting.TryPeek(out var next) && (batch.Count == 0 || operations + next.Write.Command.Steps <= MaxBatch))
        {
            operations += next.Write.Command.Steps;
            batch.Add(_waiting.Dequeue());
        }

        return batch.ToImmutable();
    }

    public ImmutableArray<Record> TakeAll()
    {
        ImmutableArray<Record> all = [.. _waiting];
        _waiting.Clear();
        return all;
    }
}
