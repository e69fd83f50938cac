using System.Diagnostics;
using Xunit.Sdk;

namespace Akka.TestKit;

/// <summary>Deadlines of a test.</summary>
public abstract partial class TestKitBase
{
    private TimeSpan? _end;
    private bool _lastWasNoMsg;

    /// <summary>What is left of the enclosing Within.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public TimeSpan Remaining =>
        _end is { } end ? end - Uptime() : throw new InvalidOperationException(@"Remaining may not be called outside of ""within""");

    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    public TimeSpan Dilated(TimeSpan duration) => duration * TestKitSettings.TestTimeFactor;

    public TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is not { } wanted)
            return RemainingOrDefault;
        return wanted >= TimeSpan.Zero
            ? Dilated(wanted)
            : throw new ArgumentException($"{nameof(duration)} must be finite and not negative", nameof(duration));
    }

    public TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) => RemainingOrDilated(timeout);

    /// <summary>All expectations inside share one time limit.</summary>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    public void Within(
        TimeSpan min,
        TimeSpan max,
        Action action,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Within(min, max, () => Run(action), hint, epsilonValue, cancellationToken);

    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    public T Within<T>(
        TimeSpan min,
        TimeSpan max,
        Func<T> function,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(min, max, () => Task.FromResult(function()), hint, epsilonValue, cancellationToken).GetAwaiter().GetResult();

    public Task WithinAsync(
        TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    public Task WithinAsync(
        TimeSpan min,
        TimeSpan max,
        Func<Task> actionAsync,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(min, max, () => RunAsync(actionAsync), hint, epsilonValue, cancellationToken);

    public Task<T> WithinAsync<T>(
        TimeSpan max, Func<Task<T>> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    public async Task<T> WithinAsync<T>(
        TimeSpan min,
        TimeSpan max,
        Func<Task<T>> function,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var limit = Dilated(max);
        var start = Uptime();
        var outer = _end;
        if (outer is { } end && end - start < min)
            Fail($"Required min time {min} not possible, only {end - start} left. {hint}");
        _lastWasNoMsg = false;
        var own = start + limit;
        _end = outer is { } o && o < own ? o : own;
        try
        {
            var result = await function();
            var took = Uptime() - start;
            if (took < min)
                Fail($"Failed: Block took {took}, should have at least been {min}. {hint}");
            if (!_lastWasNoMsg && took > limit + epsilonValue.GetValueOrDefault())
                Fail($"Failed: Block took {took}, exceeding {limit}. {hint}");
            return result;
        }
        finally
        {
            _end = outer;
        }
    }

    protected TimeSpan RemainingOr(TimeSpan duration) => _end is { } end ? end - Uptime() : duration;

    private protected static TimeSpan Uptime() => Stopwatch.GetElapsedTime(0);

    private protected static void Fail(string text) => throw new XunitException(text);

    private static bool Run(Action action)
    {
        action();
        return true;
    }

    private static async Task<bool> RunAsync(Func<Task> action)
    {
        await action();
        return true;
    }
}
