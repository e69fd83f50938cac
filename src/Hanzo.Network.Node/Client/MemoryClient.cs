using System.Net.Http.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Client;

/// <summary>What agents remember, at one node. Every call may throw what those of <see cref="NodeClient"/> do.</summary>
internal sealed class MemoryClient(NodeClient node)
{
    private const string Path = "/v1/memories";

    /// <param name="parameters">By name; null ones are not sent.</param>
    public async Task<MemoriesBody> ListAsync(IEnumerable<(string Name, string? Value)> parameters, CancellationToken cancellation)
    {
        using var response = await node.SendAsync(new HttpRequestMessage(HttpMethod.Get, Path + QueryOf(parameters)), cancellation);
        return await node.ReadAsync(response, ApiJson.Default.MemoriesBody, cancellation);
    }

    public async Task<MemoryBody> AddAsync(NewMemoryBody memory, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path);
        request.Content = JsonContent.Create(memory, ApiJson.Default.NewMemoryBody);
        using var response = await node.SendAsync(request, cancellation);
        return await node.ReadAsync(response, ApiJson.Default.MemoryBody, cancellation);
    }

    /// <inheritdoc cref="ListAsync"/>
    public async Task<ForgottenBody> DeleteAsync(IEnumerable<(string Name, string? Value)> parameters, CancellationToken cancellation)
    {
        using var response = await node.SendAsync(new HttpRequestMessage(HttpMethod.Delete, Path + QueryOf(parameters)), cancellation);
        return await node.ReadAsync(response, ApiJson.Default.ForgottenBody, cancellation);
    }

    private static string QueryOf(IEnumerable<(string Name, string? Value)> parameters)
    {
        var told = parameters.Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}");
        var query = string.Join('&', told);
        return query.Length == 0 ? "" : $"?{query}";
    }
}
