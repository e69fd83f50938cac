using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.State;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hanzo.Network.Node.Api;

/// <summary>Values that all nodes share.</summary>
internal static class StateEndpoints
{
    public const string Changed = "state.changed";
    public const string Removed = "state.removed";

    /// <summary>Streams of the process, fewer than its board allows.</summary>
    private const int MaxWatches = StateBoard.MaxWatchers / 2;

    private const string Path = "/v1/state/{key}";
    private static readonly SemaphoreSlim Watches = new(MaxWatches);

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/v1/state", ListAsync);
        group.MapGet(Path, GetAsync);
        group.MapPut(Path, PutAsync);
        group.MapDelete(Path, DeleteAsync);
        group.MapPost($"{Path}/append", AppendAsync);
        group.MapPost($"{Path}/increment", IncrementAsync);
    }

    private static async Task<IResult> ListAsync(
        string? prefix, bool? watch, HttpContext context, IAgentNetwork network, IHostApplicationLifetime host, CancellationToken aborted)
    {
        if (watch is true) return await WatchAsync(prefix ?? "", only: null, context, network, host, aborted);
        var items = await network.State.ListAsync(prefix ?? "", aborted);
        return TypedResults.Json(new StateListBody([.. items.Select(StateBody.From)]), ApiJson.Default.StateListBody);
    }

    private static async Task<IResult> GetAsync(
        string key, bool? watch, string? consistency, HttpContext context, IAgentNetwork network, IHostApplicationLifetime host,
        CancellationToken aborted)
    {
        var known = StateRules.RequireKey(key);
        if (watch is true) return await WatchAsync(key, known, context, network, host, aborted);
        var item = await network.State.GetAsync(known, ConsistencyOf(consistency), aborted);
        return item is null ? throw Unknown(known) : Answer(item);
    }

    private static async Task<IResult> PutAsync(
        string key, string? consistency, HttpRequest request, IAgentNetwork network, CancellationToken aborted)
    {
        var known = StateRules.RequireKey(key);
        using var fields = await FieldsAsync(request, ["value", "if_version"], aborted);
        var value = ValueOf(fields);
        if (!fields.Has("if_version")) return Answer(await network.State.SetAsync(known, value, ConsistencyOf(consistency), aborted));
        if (ConsistencyOf(consistency) != StateConsistency.Majority)
            throw ApiException.BadField("if_version", "invalid_field", "'if_version' goes with the consistency 'majority' only.");
        return Answer(await network.State.CompareAndSetAsync(known, fields.Text("if_version"), value, aborted));
    }

    private static async Task<IResult> DeleteAsync(string key, string? consistency, IAgentNetwork network, CancellationToken aborted)
    {
        var known = StateRules.RequireKey(key);
        return await network.State.RemoveAsync(known, ConsistencyOf(consistency), aborted)
            ? TypedResults.NoContent()
            : throw Unknown(known);
    }

    private static async Task<IResult> AppendAsync(
        string key, string? consistency, HttpRequest request, IAgentNetwork network, CancellationToken aborted)
    {
        var known = StateRules.RequireKey(key);
        using var fields = await FieldsAsync(request, ["value"], aborted);
        return Answer(await network.State.AppendAsync(known, ValueOf(fields), ConsistencyOf(consistency), aborted));
    }

    private static async Task<IResult> IncrementAsync(
        string key, string? consistency, HttpRequest request, IAgentNetwork network, CancellationToken aborted)
    {
        var known = StateRules.RequireKey(key);
        using var fields = BodyFields.Parse(await BodyReader.ReadOrNoneAsync(request, aborted), ["amount"]);
        var amount = fields.Number("amount", otherwise: 1, -StateLimits.MaxCount, StateLimits.MaxCount);
        return Answer(await network.State.IncrementAsync(known, amount, ConsistencyOf(consistency), aborted));
    }

    /// <param name="only">Null: every key that begins so.</param>
    private static async Task<IResult> WatchAsync(
        string prefix, StateKey? only, HttpContext context, IAgentNetwork network, IHostApplicationLifetime host, CancellationToken aborted)
    {
        StateRules.RequirePrefix(prefix);
        if (!await Watches.WaitAsync(0, aborted))
            throw new AgentNetworkException(NetworkError.TooManyWatchers, $"{MaxWatches} watch shared state here, which is the bound.");

        // An open stream must not hold up the end of the node.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, host.ApplicationStopping);
        try
        {
            // Where nothing can be read that is the answer, and no stream begins.
            var any = only ?? StateRules.RequireKey(prefix.Length > 0 ? prefix : "any");
            await network.State.GetAsync(any, StateConsistency.Local, ending.Token);
            await using var writer = await SseWriter.StartAsync(context.Response, ending.Token);
            await foreach (var item in network.State.WatchAsync(prefix, ending.Token))
            {
                if (only is { } key && item.Key != key) continue;
                var json = JsonSerializer.SerializeToUtf8Bytes(StateBody.From(item), ApiJson.Default.StateBody);
                await writer.WriteAsync(item.Kind is null ? Removed : Changed, id: null, json, ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return TypedResults.Empty;
        }
        finally
        {
            Watches.Release();
        }

        return TypedResults.Empty;
    }

    private static JsonHttpResult<StateBody> Answer(StateItem item) => TypedResults.Json(StateBody.From(item), ApiJson.Default.StateBody);

    private static AgentNetworkException Unknown(StateKey key) => new(NetworkError.UnknownKey, $"There is no state key '{key}'.");

    private static async Task<BodyFields> FieldsAsync(HttpRequest request, string[] allowed, CancellationToken cancellation) =>
        BodyFields.Parse(await BodyReader.ReadAsync(request, cancellation), allowed, StateLimits.MaxDepth + 1);

    private static StateValue ValueOf(BodyFields fields) => StateValue.Of(fields.RequireElement("value"));

    private static StateConsistency ConsistencyOf(string? text) => text switch
    {
        null or "" or "majority" => StateConsistency.Majority,
        "local" => StateConsistency.Local,
        "all" => StateConsistency.All,
        _ => throw ApiException.BadField(
            "consistency", "invalid_field", $"'consistency' must be local, majority or all, not '{text}'."),
    };
}
