using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>Where callers get the present generation, or wait a bounded time for the next.</summary>
internal sealed class GenerationGate(TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<Generation> _next = Completions.New<Generation>();
    private long _closed;

    public Generation? Current
    {
        get
        {
            lock (_lock) return _next.Task.IsCompletedSuccessfully ? _next.Task.Result : null;
        }
    }

    /// <returns>False: it is closed already, and stays so.</returns>
    public bool Open(Generation generation)
    {
        lock (_lock) return generation.Number > _closed && _next.TrySetResult(generation);
    }

    /// <summary>For good: this generation is not given out any more, even if it becomes ready only now.</summary>
    public void Close(Generation generation)
    {
        lock (_lock)
        {
            _closed = generation.Number;
            if (_next.Task.IsCompleted) _next = Completions.New<Generation>();
        }
    }

    /// <exception cref="TimeoutException">None came within the time.</exception>
    public Task<Generation> WaitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        lock (_lock)
            return _next.Task.IsCompleted ? _next.Task : _next.Task.WaitAsync(patience, time, cancellation);
    }

    /// <summary>The first generation with a greater number.</summary>
    public async Task<Generation> AfterAsync(long number, CancellationToken cancellation)
    {
        while (true)
        {
            var generation = await WaitAsync(Timeout.InfiniteTimeSpan, cancellation);
            if (generation.Number > number) return generation;
            await generation.Withdrawn.WaitAsync(cancellation);
        }
    }

    /// <exception cref="AgentNetworkException">None came within the options' patience.</exception>
    public Task<Generation> RequireAsync(NodeProcess process, CancellationToken cancellation) =>
        RequireAsync(process, process.Options.RequestPatience, cancellation);

    /// <exception cref="AgentNetworkException">None came in time.</exception>
    public async Task<Generation> RequireAsync(NodeProcess process, TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            return await WaitAsync(patience, cancellation);
        }
        catch (TimeoutException)
        {
            var why = process.Notices.Refusal
                ?? $"node '{process.Options.NodeId}' has not become part of the network within {patience.TotalSeconds} s.";
            throw new AgentNetworkException(NetworkError.Unavailable, why);
        }
    }
}
