using System.Globalization;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Consensus.KeyValues;
using Hanzo.Network.Node.Api.Bodies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hanzo.Network.Node.Api;

/// <summary>What the nodes of the network agree on. A key may have any form, so it is a parameter, not a part of the path.</summary>
internal static class ConsensusEndpoints
{
    public const string Changed = "consensus.changed";
    public const string Deleted = "consensus.deleted";
    public const string Missed = "consensus.missed";

    private const int DefaultLimit = 100;
    private const int MaxWatches = KeyValueFeed.MaxWatchers / 2;
    private const string Keys = "/v1/consensus/keys";
    private static readonly SemaphoreSlim Watches = new(MaxWatches);

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/v1/consensus", (IAgentNetwork network) =>
            TypedResults.Json(ConsensusBody.From(network.Consensus.Status), ApiJson.Default.ConsensusBody));
        group.MapGet(Keys, GetAsync);
        group.MapPut(Keys, PutAsync);
        group.MapDelete(Keys, DeleteAsync);
        group.MapPost("/v1/consensus/txn", TransactAsync);
        group.MapPost("/v1/consensus/leases", GrantAsync);
        group.MapPost("/v1/consensus/leases/{lease:long}/keep", KeepAsync);
        group.MapDelete("/v1/consensus/leases/{lease:long}", RevokeAsync);
        group.MapPost("/v1/consensus/remove", RemoveAsync);
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, IAgentNetwork network, IHostApplicationLifetime host, CancellationToken aborted)
    {
        var request = context.Request;
        QueryParameters.RefuseUnknown(request, ["key", "prefix", "watch", "after", "limit"]);
        var (key, prefix) = (QueryParameters.Text(request, "key"), QueryParameters.Text(request, "prefix"));
        var (watches, after) = (QueryParameters.Flag(request, "watch"), QueryParameters.Text(request, "after"));
        if (key is not null && (watches || prefix is not null || after is not null))
        {
            throw ApiException.BadField(
                "key", "invalid_field",
                "'key' reads one key: it goes with none of 'prefix', 'after' and 'watch'; to watch a key, give 'prefix'.");
        }
        if ((watches || key is not null) && request.Query.ContainsKey("limit"))
            throw ApiException.BadField("limit", "invalid_field", "'limit' goes with a list only: neither with 'key' nor with 'watch'.");
        if (watches) return await WatchAsync(prefix ?? "", QueryParameters.Number(request, "after"), context, network, host, aborted);
        if (key is null)
        {
            var page = await network.Consensus.ListPageAsync(prefix ?? "", after, LimitOf(request), aborted);
            return TypedResults.Json(ConsensusKeysBody.From(page), ApiJson.Default.ConsensusKeysBody);
        }
        return await network.Consensus.GetAsync(key, aborted) is { } entry
            ? TypedResults.Json(ConsensusKeyBody.From(key, entry), ApiJson.Default.ConsensusKeyBody)
            : throw Unknown(key);
    }

    private static int LimitOf(HttpRequest request) => QueryParameters.Number(request, "limit") switch
    {
        null => DefaultLimit,
        >= 1 and <= KeyValueLimits.MaxPage and var limit => (int)limit,
        var limit => throw ApiException.BadField(
            "limit", "invalid_field", $"'limit' must be 1 to {KeyValueLimits.MaxPage}, not '{limit}'."),
    };

    private static async Task<IResult> PutAsync(HttpRequest request, IAgentNetwork network, CancellationToken aborted)
    {
        var key = RequireKey(request);
        using var fields = BodyFields.Parse(await BodyReader.ReadAsync(request, aborted), ["value", "lease", "if_modified"]);
        var value = fields.Text("value") ?? throw ApiException.BadField("value", "missing_field", "'value' is missing: a text.");
        var lease = fields.Number("lease", otherwise: 0, 0, long.MaxValue);
        if (!fields.Has("if_modified")) return Told(key, await network.Consensus.PutAsync(key, value, lease, aborted));
        var expected = fields.Number("if_modified", otherwise: 0, 0, long.MaxValue);
        return await network.Consensus.CompareAndSetAsync(key, expected, value, lease, aborted) is { } revision
            ? Told(key, revision)
            : throw new AgentNetworkException(
                NetworkError.Conflict, $"key '{key}' was not changed: its revision is not {expected}; read it and decide again.");
    }

    private static async Task<IResult> DeleteAsync(HttpRequest request, IAgentNetwork network, CancellationToken aborted)
    {
        var key = RequireKey(request);
        return await network.Consensus.DeleteAsync(key, aborted) ? TypedResults.NoContent() : throw Unknown(key);
    }

    private static string RequireKey(HttpRequest request)
    {
        QueryParameters.RefuseUnknown(request, ["key"]);
        return QueryParameters.Text(request, "key")
            ?? throw ApiException.BadField("key", "missing_field", "'key' is missing: a parameter of the path, as '?key=name'.");
    }

    private static async Task<IResult> TransactAsync(HttpRequest request, IAgentNetwork network, CancellationToken aborted)
    {
        KeyValueCommand.Transact transaction;
        try
        {
            transaction = KeyValueCodec.ReadTransaction(await BodyReader.ReadAsync(request, aborted));
        }
        catch (FormatException cause)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "malformed_json", $"The body is no transaction: {cause.Message}");
        }
        var done = await network.Consensus.TransactAsync(transaction, aborted);
        return TypedResults.Json(ConsensusTransactionBody.From(done), ApiJson.Default.ConsensusTransactionBody);
    }

    private static async Task<IResult> GrantAsync(HttpRequest request, IAgentNetwork network, CancellationToken aborted)
    {
        using var fields = BodyFields.Parse(await BodyReader.ReadAsync(request, aborted), ["milliseconds"]);
        if (!fields.Has("milliseconds")) throw ApiException.BadField("milliseconds", "missing_field", "'milliseconds' is missing.");
        var milliseconds = fields.Number("milliseconds", otherwise: 0, 1, ConsensusManager.MaxLeaseMilliseconds);
        var lease = await network.Consensus.GrantLeaseAsync(TimeSpan.FromMilliseconds(milliseconds), aborted);
        return TypedResults.Json(new ConsensusLeaseBody(lease), ApiJson.Default.ConsensusLeaseBody);
    }

    private static async Task<IResult> KeepAsync(long lease, IAgentNetwork network, CancellationToken aborted) =>
        await network.Consensus.KeepAliveAsync(lease, aborted) ? TypedResults.NoContent() : throw Ended(lease);

    private static async Task<IResult> RevokeAsync(long lease, IAgentNetwork network, CancellationToken aborted) =>
        await network.Consensus.RevokeLeaseAsync(lease, aborted) ? TypedResults.NoContent() : throw Ended(lease);

    private static async Task<IResult> RemoveAsync(HttpRequest request, IAgentNetwork network, CancellationToken aborted)
    {
        using var fields = BodyFields.Parse(await BodyReader.ReadAsync(request, aborted), ["node"]);
        await network.Consensus.RemoveNodeAsync(fields.RequireText("node"), aborted);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> WatchAsync(
        string prefix, long? after, HttpContext context, IAgentNetwork network, IHostApplicationLifetime host, CancellationToken aborted)
    {
        if (context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last)
        {
            after = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
                ? revision
                : throw ApiException.BadField("Last-Event-ID", "invalid_field", $"'Last-Event-ID' must be a revision, not '{last}'.");
        }
        if (!await Watches.WaitAsync(0, aborted))
            throw new AgentNetworkException(NetworkError.TooManyWatchers, $"{MaxWatches} watch keys here, which is the bound.");

        // An open stream must not hold up the end of the node.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, host.ApplicationStopping);
        try
        {
            // Where nothing can be read that is the answer, and no stream begins.
            await network.Consensus.GetAsync("any", ending.Token);
            await using var writer = await SseWriter.StartAsync(context.Response, ending.Token);
            await foreach (var watched in network.Consensus.WatchAsync(prefix, after, ending.Token))
            {
                var json = JsonSerializer.SerializeToUtf8Bytes(ConsensusWatchBody.From(watched), ApiJson.Default.ConsensusWatchBody);
                var type = watched.Change is null ? Missed : watched.Change.Entry is null ? Deleted : Changed;
                await writer.WriteAsync(type, watched.Revision.ToString(CultureInfo.InvariantCulture), json, ending.Token);
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

    private static JsonHttpResult<ConsensusChangedBody> Told(string key, long revision) =>
        TypedResults.Json(new ConsensusChangedBody(key, revision), ApiJson.Default.ConsensusChangedBody);

    private static AgentNetworkException Unknown(string key) => new(NetworkError.UnknownKey, $"There is no key '{key}'.");

    private static AgentNetworkException Ended(long lease) =>
        new(NetworkError.UnknownKey, $"lease {lease} has ended, or was never granted.");
}
