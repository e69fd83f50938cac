using System.Runtime.CompilerServices;

namespace Akka.TestKit;

/// <summary>Taking messages off the test actor's queue.</summary>
public abstract partial class TestKitBase
{
    /// <param name="max">Zero takes only what is there; null: what is left of Within, or the default.</param>
    public async ValueTask<(bool success, MessageEnvelope envelope)> TryReceiveOneAsync(
        TimeSpan? max, CancellationToken cancellationToken = default)
    {
        if (_queue.Reader.TryRead(out var ready))
            return (true, Received(ready));
        var limit = GetTimeoutOrDefault(max);
        if (limit > TimeSpan.Zero)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(limit);
            try
            {
                return (true, Received(await _queue.Reader.ReadAsync(deadline.Token)));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Nothing came in time: that is the answer.
            }
        }
        _lastWasNoMsg = true;
        _last = NullMessageEnvelope.Instance;
        return (false, NullMessageEnvelope.Instance);
    }

    /// <summary>The next message, null when none comes.</summary>
    public object ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        ReceiveOneAsync(max, cancellationToken).AsTask().GetAwaiter().GetResult();

    public async ValueTask<object> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var (success, envelope) = await TryReceiveOneAsync(max, cancellationToken);
        return success ? envelope.Message : null!;
    }

    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveAll(numberOfMessages, RemainingOrDefault, cancellationToken).GetAwaiter().GetResult();

    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        ReceiveAll(numberOfMessages, Dilated(max), cancellationToken).GetAwaiter().GetResult();

    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveEach(numberOfMessages, RemainingOrDefault, cancellationToken);

    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        ReceiveEach(numberOfMessages, Dilated(max), cancellationToken);

    /// <summary>Drops messages until one fits.</summary>
    public T FishForMessage<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync(isMessage, max, hint, cancellationToken).AsTask().GetAwaiter().GetResult();

    public object FishForMessage(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, max, hint, cancellationToken);

    public async ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var end = Uptime() + RemainingOrDilated(max);
        while (true)
        {
            var left = end - Uptime();
            var (success, envelope) = left > TimeSpan.Zero
                ? await TryReceiveOneAsync(left, cancellationToken)
                : (false, NullMessageEnvelope.Instance);
            if (!success)
                Fail($"Timeout ({max ?? TestKitSettings.SingleExpectDefault}) during fishForMessage {hint}");
            if (envelope.Message is T message && isMessage(message))
                return message;
        }
    }

    private MessageEnvelope Received(MessageEnvelope envelope)
    {
        _lastWasNoMsg = false;
        return _last = envelope;
    }

    private async Task<IReadOnlyCollection<object>> ReceiveAll(int count, TimeSpan max, CancellationToken cancellationToken)
    {
        var all = new List<object>(count);
        await foreach (var message in ReceiveEach(count, max, cancellationToken))
            all.Add(message);
        return all;
    }

    private async IAsyncEnumerable<object> ReceiveEach(
        int count, TimeSpan max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = Uptime() + max;
        for (var i = 0; i < count; i++)
        {
            var left = end - Uptime();
            var (success, envelope) = await TryReceiveOneAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
            if (!success)
                Fail($"Timeout ({max}) while expecting {count} messages. Only got {i} after {max}.");
            yield return envelope.Message;
        }
    }
}
