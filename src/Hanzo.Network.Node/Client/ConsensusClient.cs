using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hanzo.Network.Consensus.KeyValues;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Client;

/// <summary>The network's group, as one node tells it. Every call may throw what those of <see cref="NodeClient"/> do.</summary>
internal sealed class ConsensusClient(NodeClient node)
{
    private const string Path = "/v1/consensus";

    public Task<ConsensusBody> GetStatusAsync(CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, Path, null, ApiJson.Default.ConsensusBody, cancellation);

    public Task<ConsensusKeyBody> GetAsync(string key, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, PathOf(key), null, ApiJson.Default.ConsensusKeyBody, cancellation);

    /// <summary>All keys, page by page: each page is of another moment.</summary>
    public async Task<ConsensusKeysBody> ListAsync(string prefix, CancellationToken cancellation)
    {
        var all = ImmutableArray.CreateBuilder<ConsensusKeyBody>();
        await foreach (var page in PagesAsync(prefix, cancellation)) all.AddRange(page.Items);
        return new ConsensusKeysBody(all.ToImmutable(), HasMore: false);
    }

    /// <summary>As they come, for what may be much.</summary>
    public async IAsyncEnumerable<ConsensusKeysBody> PagesAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = ""; ;)
        {
            var path = ListPath(prefix, $"&limit={KeyValueLimits.MaxPage}{after}");
            var page = await SendAsync(HttpMethod.Get, path, null, ApiJson.Default.ConsensusKeysBody, cancellation);
            yield return page;
            if (!page.HasMore || page.Items.IsDefaultOrEmpty) yield break;
            after = $"&after={Uri.EscapeDataString(page.Items[^1].Key)}";
        }
    }

    /// <param name="ifModified">Only when the key has this revision; 0: only when it is not there; null: whatever is there.</param>
    /// <param name="lease">0: none.</param>
    public Task<ConsensusChangedBody> PutAsync(
        string key, string value, long? ifModified, long lease, CancellationToken cancellation)
    {
        var body = new JsonObject { ["value"] = value, ["lease"] = lease };
        if (ifModified is { } revision) body["if_modified"] = revision;
        return SendAsync(HttpMethod.Put, PathOf(key), body.ToJsonString(), ApiJson.Default.ConsensusChangedBody, cancellation);
    }

    public Task DeleteAsync(string key, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, PathOf(key), null, cancellation);

    /// <param name="transaction">JSON.</param>
    public Task<ConsensusTransactionBody> TransactAsync(string transaction, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, $"{Path}/txn", transaction, ApiJson.Default.ConsensusTransactionBody, cancellation);

    public Task RemoveAsync(string member, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, $"{Path}/remove", new JsonObject { ["node"] = member }.ToJsonString(), cancellation);

    /// <summary>What is there, then each change, until cancelled or the node ends.</summary>
    public async IAsyncEnumerable<ConsensusWatchBody> WatchAsync(
        string prefix, long? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var more = after is { } revision ? $"&watch=true&after={revision}" : "&watch=true";
        using var response = await node.SendAsync(new HttpRequestMessage(HttpMethod.Get, ListPath(prefix, more)), cancellation);
        await foreach (var body in node.ReadEventsAsync(response, ApiJson.Default.ConsensusWatchBody, cancellation)) yield return body;
    }

    private static string PathOf(string key) => $"{Path}/keys?key={Uri.EscapeDataString(key)}";

    private static string ListPath(string prefix, string more) => $"{Path}/keys?prefix={Uri.EscapeDataString(prefix)}{more}";

    private async Task SendAsync(HttpMethod method, string path, string? body, CancellationToken cancellation)
    {
        using var request = RequestOf(method, path, body);
        using var response = await node.SendAsync(request, cancellation);
    }

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, string? body, JsonTypeInfo<T> contract, CancellationToken cancellation)
    {
        using var request = RequestOf(method, path, body);
        using var response = await node.SendAsync(request, cancellation);
        return await node.ReadAsync(response, contract, cancellation);
    }

    private static HttpRequestMessage RequestOf(HttpMethod method, string path, string? body)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }
}
