using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Client;

/// <summary>Talks to one node by its HTTP interface.</summary>
internal sealed class NodeClient : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private readonly HttpClient _http;

    public NodeClient(Uri url)
    {
        // Nodes are neighbours: a proxy of the environment would only be in the way.
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = ConnectTimeout };
        _http = new HttpClient(handler) { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri Url => _http.BaseAddress!;

    /// <exception cref="NodeClientException">The node does not answer, or refuses.</exception>
    public async Task<NetworkBody> GetNetworkAsync(CancellationToken cancellation)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/network"), cancellation);
        return await ReadAsync(response, ApiJson.Default.NetworkBody, cancellation);
    }

    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async Task<AgentsBody> GetAgentsAsync(CancellationToken cancellation)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/agents"), cancellation);
        return await ReadAsync(response, ApiJson.Default.AgentsBody, cancellation);
    }

    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async Task<RunBody> RunAsync(RunRequestBody run, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/runs");
        request.Content = JsonContent.Create(run, ApiJson.Default.RunRequestBody);
        using var response = await SendAsync(request, cancellation);
        return await ReadAsync(response, ApiJson.Default.RunBody, cancellation);
    }

    /// <summary>The run as it is now.</summary>
    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async Task<RunBody> GetRunAsync(string runId, CancellationToken cancellation)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/v1/runs/{runId}"), cancellation);
        return await ReadAsync(response, ApiJson.Default.RunBody, cancellation);
    }

    /// <summary>The events of a run, each as its JSON, to its end.</summary>
    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async IAsyncEnumerable<RunEventBody> WatchAsync(
        string runId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/runs/{runId}/events");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await SendAsync(request, cancellation);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var events = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize(data, ApiJson.Default.RunEventBody)!);
        await foreach (var item in events.EnumerateAsync(cancellation)) yield return item.Data;
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw await RefusedAsync(response, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new NodeClientException("unreachable", $"the node at {Url} does not answer: {e.Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new NodeClientException("unreachable", $"the node at {Url} does not answer within {ConnectTimeout.TotalSeconds} s.", e);
        }
    }

    private async Task<T> ReadAsync<T>(
        HttpResponseMessage response, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> format, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(format, cancellation) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new NodeClientException("not_a_node", $"what answers at {Url} is not a hanzo node.", e);
        }
        catch (HttpRequestException e)
        {
            throw new NodeClientException("unreachable", $"the node at {Url} broke the connection: {e.Message}", e);
        }
    }

    private async Task<NodeClientException> RefusedAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType != ApiProblem.ContentType)
            return new NodeClientException("not_a_node", $"{Url} answered {(int)response.StatusCode}; is it a hanzo node?");
        var problem = await ReadAsync(response, ApiJson.Default.ProblemBody, cancellation);
        return new NodeClientException(problem.Code, problem.Detail, isBadRequest: response.StatusCode == HttpStatusCode.BadRequest);
    }
}
