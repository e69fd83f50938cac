using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Client;

/// <summary>The sessions of one node's journal. Every call may throw what those of <see cref="NodeClient"/> do.</summary>
internal sealed class SessionClient(NodeClient node)
{
    private const string Path = "/v1/sessions";

    /// <param name="after">The last id of the list before; null: from the first.</param>
    /// <param name="limit">Null: as many as the node lists by itself.</param>
    public async Task<SessionsBody> ListAsync(string? after, int? limit, CancellationToken cancellation)
    {
        var query = $"?limit={limit}&after={Uri.EscapeDataString(after ?? "")}";
        using var response = await node.SendAsync(new HttpRequestMessage(HttpMethod.Get, Path + query), cancellation);
        return await node.ReadAsync(response, ApiJson.Default.SessionsBody, cancellation);
    }

    public async Task<SessionBody> GetAsync(string id, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/{Uri.EscapeDataString(id)}");
        using var response = await node.SendAsync(request, cancellation);
        return await node.ReadAsync(response, ApiJson.Default.SessionBody, cancellation);
    }

    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(id)}");
        using var response = await node.SendAsync(request, cancellation);
    }
}
