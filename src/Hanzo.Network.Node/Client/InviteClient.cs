using System.Net.Http.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Client;

/// <summary>Who may be part of a node's network. Every call may throw what those of <see cref="NodeClient"/> do.</summary>
internal sealed class InviteClient(NodeClient node)
{
    public async Task<InviteBody> InviteAsync(TimeSpan valid, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/invites");
        request.Content = JsonContent.Create(new InviteRequestBody(valid.TotalSeconds), ApiJson.Default.InviteRequestBody);
        using var response = await node.SendAsync(request, cancellation);
        return await node.ReadAsync(response, ApiJson.Default.InviteBody, cancellation);
    }

    public async Task<RevocationBody> RevokeAsync(string nodeId, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/revocations");
        request.Content = JsonContent.Create(new RevocationRequestBody(nodeId), ApiJson.Default.RevocationRequestBody);
        using var response = await node.SendAsync(request, cancellation);
        return await node.ReadAsync(response, ApiJson.Default.RevocationBody, cancellation);
    }
}
