using Hanzo.Network.Consensus;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Consensus;

/// <summary>
/// Does everything on the file in order, by one thread, since making data durable blocks. What waits together is one transaction; the
/// first that fails is the end of all, since later batches rest on earlier ones.
/// </summary>
internal sealed class ConsensusWorker : IDisposable
{
    /// <summary>A group has fewer entries under way than this.</summary>
    private const int MaxWaiting = 16_384;

    private const int MaxBatch = 256;

    private readonly string _path;
    private readonly Func<ConsensusFile> _open;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly Queue<Work> _waiting = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private ConsensusLogException? _failed;
    private bool _closed;

    public ConsensusWorker(string path, Func<ConsensusFile> open)
    {
        (_path, _open) = (path, open);
        _thread = new Thread(Run) { IsBackground = true, Name = "consensus log" };
        _thread.Start();
    }

    /// <summary>Completes when what it did is durable.</summary>
    /// <param name="cancellation">Only before it waits: what was asked is done, or nothing is any more.</param>
    public Task<T> Do<T>(Func<ConsensusFile, T> what, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        var work = new Work<T>(what);
        lock (_lock)
        {
            if (_failed is not null) return Task.FromException<T>(_failed);
            if (_closed) return Task.FromException<T>(new ConsensusLogException(_path, "it is closed."));
            if (_waiting.Count >= MaxWaiting)
                return Task.FromException<T>(new ConsensusLogException(_path, $"{_waiting.Count} writes wait, at most {MaxWaiting}."));
            _waiting.Enqueue(work);
            Signal();
        }
        return work.Task;
    }

    public Task CloseAsync()
    {
        lock (_lock)
        {
            _closed = true;
            Signal();
        }
        return _ended.Task;
    }

    public void Dispose()
    {
        _ = CloseAsync();
        _thread.Join();
        _changed.Dispose();
    }

    private void Run()
    {
        ConsensusFile? file = null;
        try
        {
            var batch = new List<Work>();
            while (Take(batch))
            {
                try
                {
                    file ??= _open();
                    file.InOneTransaction(batch, work => work.Do(file));
                    foreach (var work in batch) work.End();
                }
                catch (Exception failure)
                {
                    Fail(batch, failure as ConsensusLogException ?? ConsensusFile.ErrorOf(_path, failure));
                }
                batch.Clear();
            }
        }
        finally
        {
            file?.Dispose();
            _ended.SetResult();
        }
    }

    private bool Take(List<Work> batch)
    {
        while (true)
        {
            lock (_lock)
            {
                while (batch.Count < MaxBatch && _waiting.TryDequeue(out var work)) batch.Add(work);
                if (batch.Count > 0) return true;
                if (_closed) return false;
            }
            _changed.Wait();
        }
    }

    private void Fail(List<Work> batch, ConsensusLogException failure)
    {
        lock (_lock)
        {
            _failed ??= failure;
            batch.AddRange(_waiting);
            _waiting.Clear();
        }
        foreach (var work in batch) work.Fail(failure);
    }

    private void Signal()
    {
        if (_changed.CurrentCount == 0) _changed.Release();
    }

    private abstract class Work
    {
        public abstract void Do(ConsensusFile file);

        public abstract void End();

        public abstract void Fail(Exception failure);
    }

    private sealed class Work<T>(Func<ConsensusFile, T> what) : Work
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _done.Task;

        public override void Do(ConsensusFile file) => _result = what(file);

        public override void End() => _done.SetResult(_result!);

        public override void Fail(Exception failure) => _done.TrySetException(failure);
    }
}
