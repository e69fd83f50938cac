using System.Globalization;
using System.Runtime.CompilerServices;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Hanzo.Network.Adapters.Models;

/// <summary>
/// Asks one provider again when that may help: after what it asks to wait, else after growing times with jitter. A streamed reply that
/// has begun is not asked for again. At most so many calls at once as the provider is to have; others wait in line.
/// </summary>
internal sealed partial class PatientChatClient : DelegatingChatClient
{
    /// <summary>Calls that wait for their turn; a further one fails at once.</summary>
    public const int MaxWaiting = 1000;

    /// <summary>A provider that asks to wait longer is not waited for.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);

    private readonly ModelEndpoint _endpoint;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _turns;
    private readonly ResiliencePipeline _calls;
    private int _waiting;

    public PatientChatClient(IChatClient inner, ModelEndpoint endpoint, TimeProvider time, ILogger log)
        : base(inner)
    {
        (_endpoint, _log) = (endpoint, log);
        _turns = new SemaphoreSlim(endpoint.Concurrency, endpoint.Concurrency);
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (endpoint.Retries > 0) builder.AddRetry(Retries());
        _calls = builder.Build();
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var said = messages.ToList();
        await EnterAsync(cancellationToken);
        try
        {
            return await _calls.ExecuteAsync(
                async attempt => await InnerClient.GetResponseAsync(said, options, attempt), cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var said = messages.ToList();
        await EnterAsync(cancellationToken);
        try
        {
            await using var updates = await _calls.ExecuteAsync(
                async attempt => await BeginAsync(said, options, attempt), cancellationToken);
            do yield return updates.Current;
            while (await updates.MoveNextAsync());
        }
        finally
        {
            _turns.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _turns.Dispose();
        base.Dispose(disposing);
    }

    private RetryStrategyOptions Retries() => new()
    {
        MaxRetryAttempts = _endpoint.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = FirstDelay,
        MaxDelay = LongestWait,
        ShouldHandle = new PredicateBuilder().Handle<ModelException>(
            error => error.IsTransient && (error.RetryAfter is null || error.RetryAfter <= LongestWait)),
        DelayGenerator = failed => ValueTask.FromResult((failed.Outcome.Exception as ModelException)?.RetryAfter),
        OnRetry = failed =>
        {
            AskedAgain(_log, _endpoint.Name, failed.RetryDelay.TotalSeconds, failed.Outcome.Exception?.Message ?? "");
            return ValueTask.CompletedTask;
        },
    };

    /// <returns>A reply of which the first piece has come.</returns>
    private async Task<IAsyncEnumerator<ChatResponseUpdate>> BeginAsync(
        List<ChatMessage> messages, ChatOptions? options, CancellationToken cancellation)
    {
        var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellation).GetAsyncEnumerator(cancellation);
        try
        {
            if (await updates.MoveNextAsync()) return updates;
            throw new ModelException($"model provider '{_endpoint.Name}' said nothing.") { IsTransient = true };
        }
        catch
        {
            await updates.DisposeAsync();
            throw;
        }
    }

    private async Task EnterAsync(CancellationToken cancellation)
    {
        if (_turns.Wait(0, CancellationToken.None)) return;
        try
        {
            if (Interlocked.Increment(ref _waiting) > MaxWaiting)
                throw new ModelException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"model provider '{_endpoint.Name}': {MaxWaiting} calls wait for their turn, the most that may."));
            await _turns.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "Model provider {Provider} is asked again in {Seconds:0.##} s: {Error}")]
    private static partial void AskedAgain(ILogger log, string provider, double seconds, string error);
}
