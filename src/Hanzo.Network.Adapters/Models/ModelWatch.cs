using System.Collections.Immutable;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Adapters.Models;

/// <summary>Looks for servers of models when the node starts, and every now and then; the default model of a new one is measured.</summary>
/// <param name="servers">Empty: only named providers are asked what they serve.</param>
internal sealed partial class ModelWatch(
    ModelSources sources, ImmutableArray<ModelServer> servers, TimeProvider time, ILogger<ModelWatch> log)
    : IHostedService, IDisposable
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private const int SampleTokens = 32;
    private const string Sample = "Count from one to twenty in words, and say nothing else.";
    private static readonly TimeSpan SamplePatience = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;

    /// <summary>The first look is part of the start, so that the node tells of its models from the beginning.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var found = await sources.LookAsync(servers, cancellationToken);
        _watching = WatchAsync(found);
    }

    /// <summary>May be called again: a drained node is stopped once more at its end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watching.WaitAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task WatchAsync(ImmutableArray<ModelSource> found)
    {
        try
        {
            while (true)
            {
                foreach (var source in found) await MeasureAsync(source, _stopping.Token);
                await Task.Delay(Period, time, _stopping.Token);
                found = await sources.LookAsync(servers, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    /// <summary>Its reply is measured as every other one is.</summary>
    private async Task MeasureAsync(ModelSource source, CancellationToken cancellation)
    {
        Found(log, source.Name, source.Endpoint.BaseUrl, string.Join(", ", source.Models));
        using var limit = new CancellationTokenSource(SamplePatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var options = new ChatOptions { ModelId = source.Default, MaxOutputTokens = SampleTokens };
        try
        {
            await source.Client.GetStreamingResponseAsync(Sample, options, either.Token).ToChatResponseAsync(either.Token);
        }
        catch (Exception error) when (error is ModelException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            NotMeasured(log, source.Name, error.Message);
        }
    }

    [LoggerMessage(1102, LogLevel.Information, "Found the model server {Server} at {Url} with {Models}.")]
    private static partial void Found(ILogger log, string server, Uri url, string models);

    [LoggerMessage(1103, LogLevel.Information, "The model server {Server} could not be measured: {Error}")]
    private static partial void NotMeasured(ILogger log, string server, string error);
}
