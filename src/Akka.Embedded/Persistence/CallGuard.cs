using Akka.Actor;
using Akka.Configuration;
using Akka.Pattern;

namespace Akka.Persistence;

/// <summary>Calls of a plugin: each has a time limit, and after too many failures in a row calls fail at once for a while.</summary>
internal sealed class CallGuard
{
    private readonly TimeProvider _time;
    private readonly int _maxFailures;
    private readonly TimeSpan _callTimeout;
    private readonly TimeSpan _resetTimeout;
    private readonly Lock _gate = new();
    private int _failures;
    private long _openedAt;

    public CallGuard(TimeProvider time, Config plugin)
    {
        _time = time;
        _maxFailures = plugin.GetInt("circuit-breaker.max-failures");
        _callTimeout = plugin.GetTimeSpan("circuit-breaker.call-timeout");
        _resetTimeout = plugin.GetTimeSpan("circuit-breaker.reset-timeout");
    }

    public async Task<T> Run<T>(Func<Task<T>> call)
    {
        RefuseWhileOpen();
        try
        {
            var running = call();
            var result = running.IsCompleted ? await running : await running.WaitAsync(_callTimeout, _time);
            lock (_gate)
                _failures = 0;
            return result;
        }
        catch
        {
            CountFailure();
            throw;
        }
    }

    public Task Run(Func<Task> call) => Run(async () =>
    {
        await call();
        return Done.Instance;
    });

    private void CountFailure()
    {
        lock (_gate)
        {
            _failures++;
            _openedAt = _time.GetTimestamp();
        }
    }

    // Past the reset timeout one call after the other is tried; the first success closes the circuit.
    private void RefuseWhileOpen()
    {
        lock (_gate)
        {
            var left = _resetTimeout - _time.GetElapsedTime(_openedAt);
            if (_failures >= _maxFailures && left > TimeSpan.Zero)
                throw new OpenCircuitException($"{_failures} calls of the plugin failed in a row; it is tried again in {left}.");
        }
    }
}
