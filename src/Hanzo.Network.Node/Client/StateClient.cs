using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Client;

/// <summary>Shared state, as one node tells it. Every call may throw what those of <see cref="NodeClient"/> do.</summary>
/// <param name="consistency">local, majority or all; null: as the node chooses.</param>
internal sealed class StateClient(NodeClient node, string? consistency = null)
{
    public Task<StateBody> GetAsync(string key, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, PathOf(key), body: null, cancellation);

    /// <param name="value">JSON.</param>
    /// <param name="ifVersion">Only when the key has it; the empty text: only when it is not there; null: whatever is there.</param>
    public Task<StateBody> SetAsync(string key, JsonNode? value, string? ifVersion, CancellationToken cancellation)
    {
        var body = new JsonObject { ["value"] = value };
        if (ifVersion is not null) body["if_version"] = ifVersion.Length == 0 ? null : ifVersion;
        return SendAsync(HttpMethod.Put, PathOf(key), body, cancellation);
    }

    public Task<StateBody> AppendAsync(string key, JsonNode? value, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, PathOf(key, "/append"), new JsonObject { ["value"] = value }, cancellation);

    public Task<StateBody> IncrementAsync(string key, long amount, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, PathOf(key, "/increment"), new JsonObject { ["amount"] = amount }, cancellation);

    public async Task RemoveAsync(string key, CancellationToken cancellation)
    {
        using var response = await node.SendAsync(new HttpRequestMessage(HttpMethod.Delete, PathOf(key)), cancellation);
    }

    public async Task<StateListBody> ListAsync(string prefix, CancellationToken cancellation)
    {
        using var response = await node.SendAsync(new HttpRequestMessage(HttpMethod.Get, ListPath(prefix, "")), cancellation);
        return await node.ReadAsync(response, ApiJson.Default.StateListBody, cancellation);
    }

    /// <summary>What is there, then each change, until cancelled or the node ends.</summary>
    public async IAsyncEnumerable<StateBody> WatchAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var response = await node.SendAsync(new HttpRequestMessage(HttpMethod.Get, ListPath(prefix, "&watch=true")), cancellation);
        await foreach (var body in node.ReadEventsAsync(response, ApiJson.Default.StateBody, cancellation)) yield return body;
    }

    private async Task<StateBody> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await node.SendAsync(request, cancellation);
        return await node.ReadAsync(response, ApiJson.Default.StateBody, cancellation);
    }

    private string PathOf(string key, string deed = "")
    {
        var query = consistency is null ? "" : $"?consistency={Uri.EscapeDataString(consistency)}";
        return $"/v1/state/{Uri.EscapeDataString(key)}{deed}{query}";
    }

    private static string ListPath(string prefix, string more) =>
        $"/v1/state?prefix={Uri.EscapeDataString(prefix)}{more}";
}
