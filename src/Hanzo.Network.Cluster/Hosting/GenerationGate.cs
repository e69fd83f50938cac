using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>Where callers get the present generation, or wait a bounded time for the next.</summary>
internal sealed class GenerationGate(TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<Generation> _next = NewSource();

    public Generation? Current
    {
        get
        {
            lock (_lock) return _next.Task.IsCompletedSuccessfully ? _next.Task.Result : null;
        }
    }

    public void Open(Generation generation)
    {
        lock (_lock) _next.TrySetResult(generation);
    }

    public void Close()
    {
        lock (_lock)
            if (_next.Task.IsCompleted) _next = NewSource();
    }

    /// <exception cref="TimeoutException">None came within the time.</exception>
    public Task<Generation> WaitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        lock (_lock)
            return _next.Task.IsCompleted ? _next.Task : _next.Task.WaitAsync(patience, time, cancellation);
    }

    /// <exception cref="AgentNetworkException">None came within the options' patience.</exception>
    public async Task<Generation> RequireAsync(NodeProcess process, CancellationToken cancellation)
    {
        try
        {
            return await WaitAsync(process.Options.RequestPatience, cancellation);
        }
        catch (TimeoutException)
        {
            var options = process.Options;
            var why = process.Notices.Refusal
                ?? $"node '{options.NodeId}' has not become part of the network within {options.RequestPatience.TotalSeconds} s.";
            throw new AgentNetworkException(NetworkError.Unavailable, why);
        }
    }

    private static TaskCompletionSource<Generation> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
