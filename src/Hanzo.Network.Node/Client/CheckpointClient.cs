using System.Net.Http.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Client;

/// <summary>The checkpoints of one node. Every call may throw what those of <see cref="NodeClient"/> do.</summary>
internal sealed class CheckpointClient(NodeClient node)
{
    private const string Path = "/v1/checkpoints";

    public async Task<CheckpointBody> CreateAsync(CancellationToken cancellation)
    {
        using var response = await node.SendAsync(new HttpRequestMessage(HttpMethod.Post, Path), cancellation);
        return await node.ReadAsync(response, ApiJson.Default.CheckpointBody, cancellation);
    }

    public async Task<CheckpointsBody> ListAsync(CancellationToken cancellation)
    {
        using var response = await node.SendAsync(new HttpRequestMessage(HttpMethod.Get, Path), cancellation);
        return await node.ReadAsync(response, ApiJson.Default.CheckpointsBody, cancellation);
    }

    public async Task<RestoreBody> RestoreAsync(string id, bool dryRun, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Path}/{Uri.EscapeDataString(id)}/restore");
        request.Content = JsonContent.Create(new RestoreRequestBody(dryRun), ApiJson.Default.RestoreRequestBody);
        using var response = await node.SendAsync(request, cancellation);
        return await node.ReadAsync(response, ApiJson.Default.RestoreBody, cancellation);
    }

    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        using var response = await node.SendAsync(
            new HttpRequestMessage(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(id)}"), cancellation);
    }
}
