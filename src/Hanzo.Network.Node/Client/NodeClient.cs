using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Keys;

namespace Hanzo.Network.Node.Client;

/// <summary>Talks to one node by its HTTP interface.</summary>
internal sealed class NodeClient : IDisposable
{
    private const string Json = "application/json";
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http;

    /// <param name="key">Sent with every request; null: none.</param>
    /// <param name="by">How the node is reached; null: by the network of this process.</param>
    public NodeClient(Uri url, string? key = null, HttpMessageHandler? by = null)
    {
        // Nodes are neighbours: a proxy of the environment would only be in the way.
        by ??= new SocketsHttpHandler { UseProxy = false, ConnectTimeout = ConnectTimeout };
        _http = new HttpClient(by) { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
        if (key is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(BearerToken.Scheme, key);
    }

    public Uri Url => _http.BaseAddress!;

    /// <exception cref="NodeClientException">The node does not answer, or refuses.</exception>
    public async Task<NetworkBody> GetNetworkAsync(CancellationToken cancellation)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/network"), cancellation);
        return await ReadAsync(response, ApiJson.Default.NetworkBody, cancellation);
    }

    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async Task<DoctorBody> GetDoctorAsync(CancellationToken cancellation)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/doctor"), cancellation);
        return await ReadAsync(response, ApiJson.Default.DoctorBody, cancellation);
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
        using var response = await SendAsync(Post("/v1/runs", JsonContent.Create(run, ApiJson.Default.RunRequestBody)), cancellation);
        return await ReadAsync(response, ApiJson.Default.RunBody, cancellation);
    }

    /// <summary>Deploys one agent.</summary>
    /// <param name="agent">In the form of the agents file, with <c>on</c>, <c>label</c> and <c>replicas</c> beside.</param>
    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async Task<DeployedBody> DeployAsync(JsonObject agent, bool force, CancellationToken cancellation)
    {
        var content = new StringContent(agent.ToJsonString(), Encoding.UTF8, Json);
        using var response = await SendAsync(Post(force ? "/v1/agents?force=true" : "/v1/agents", content), cancellation);
        return await ReadAsync(response, ApiJson.Default.DeployedBody, cancellation);
    }

    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async Task UndeployAsync(string agent, CancellationToken cancellation)
    {
        var path = $"/v1/agents/{Uri.EscapeDataString(agent)}";
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Delete, path), cancellation);
    }

    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async Task<MigrationBody> MigrateAsync(MigrationRequestBody migration, CancellationToken cancellation)
    {
        var content = JsonContent.Create(migration, ApiJson.Default.MigrationRequestBody);
        using var response = await SendAsync(Post("/v1/placement/migrations", content), cancellation);
        return await ReadAsync(response, ApiJson.Default.MigrationBody, cancellation);
    }

    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async Task<PlacementBody> GetPlacementAsync(string agent, string? without, CancellationToken cancellation)
    {
        var query = without is null ? "" : $"?without={Uri.EscapeDataString(without)}";
        var path = $"/v1/placement/{Uri.EscapeDataString(agent)}{query}";
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellation);
        return await ReadAsync(response, ApiJson.Default.PlacementBody, cancellation);
    }

    /// <summary>Each step of the draining, to its end.</summary>
    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async IAsyncEnumerable<DrainBody> DrainAsync(
        double? timeoutSeconds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var content = JsonContent.Create(new DrainRequestBody(timeoutSeconds), ApiJson.Default.DrainRequestBody);
        using var response = await SendAsync(Post("/v1/drain", content), cancellation);
        await foreach (var step in ReadEventsAsync(response, ApiJson.Default.DrainBody, cancellation)) yield return step;
    }

    /// <summary>What the cut-off was that has ended with it.</summary>
    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async Task<PartitionBody> TakeOverAsync(CancellationToken cancellation)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/takeover"), cancellation);
        return await ReadAsync(response, ApiJson.Default.PartitionBody, cancellation);
    }

    /// <summary>The run as it is now.</summary>
    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async Task<RunBody> GetRunAsync(string runId, CancellationToken cancellation)
    {
        var path = $"/v1/runs/{Uri.EscapeDataString(runId)}";
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellation);
        return await ReadAsync(response, ApiJson.Default.RunBody, cancellation);
    }

    /// <summary>Answers what a run waits for.</summary>
    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async Task<RunBody> AnswerAsync(string runId, string approval, AnswerBody answer, CancellationToken cancellation)
    {
        var path = $"/v1/runs/{Uri.EscapeDataString(runId)}/approvals/{Uri.EscapeDataString(approval)}";
        using var response = await SendAsync(Post(path, JsonContent.Create(answer, ApiJson.Default.AnswerBody)), cancellation);
        return await ReadAsync(response, ApiJson.Default.RunBody, cancellation);
    }

    /// <summary>Ends a run.</summary>
    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async Task<RunBody> CancelAsync(string runId, CancelBody cancel, CancellationToken cancellation)
    {
        var path = $"/v1/runs/{Uri.EscapeDataString(runId)}/cancel";
        using var response = await SendAsync(Post(path, JsonContent.Create(cancel, ApiJson.Default.CancelBody)), cancellation);
        return await ReadAsync(response, ApiJson.Default.RunBody, cancellation);
    }

    /// <summary>The events of a run, each as its JSON, to its end.</summary>
    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public IAsyncEnumerable<RunEventBody> WatchAsync(string runId, CancellationToken cancellation) =>
        WatchAsync(runId, after: 0, cancellation);

    /// <param name="after">The sequence number that is known already; 0: none.</param>
    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public IAsyncEnumerable<RunEventBody> WatchAsync(string runId, long after, CancellationToken cancellation) =>
        WatchAsync(runId, after, static () => { }, cancellation);

    /// <param name="after">The sequence number that is known already; 0: none.</param>
    /// <param name="opened">Told when the node has begun to answer.</param>
    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async IAsyncEnumerable<RunEventBody> WatchAsync(
        string runId, long after, Action opened, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/runs/{Uri.EscapeDataString(runId)}/events");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (after > 0) request.Headers.Add("Last-Event-ID", after.ToString(CultureInfo.InvariantCulture));
        using var response = await SendAsync(request, cancellation);
        opened();
        await foreach (var step in ReadEventsAsync(response, ApiJson.Default.RunEventBody, cancellation)) yield return step;
    }

    /// <summary>Waits until the node does not answer any more.</summary>
    /// <exception cref="NodeClientException">It still does after <see cref="EndTimeout"/>.</exception>
    public async Task UntilGoneAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < EndTimeout;)
        {
            try
            {
                await GetNetworkAsync(cancellation);
            }
            catch (NodeClientException)
            {
                return;
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        throw new NodeClientException("still_there", $"the node at {Url} has not ended within {EndTimeout.TotalSeconds} s.");
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Post(string path, HttpContent content) => new(HttpMethod.Post, path) { Content = content };

    public async IAsyncEnumerable<T> ReadEventsAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> format, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var events = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize(data, format)!);
        await using var items = events.EnumerateAsync(cancellation).GetAsyncEnumerator(cancellation);
        while (await IsThereMoreAsync(items)) yield return items.Current.Data;
    }

    private async ValueTask<bool> IsThereMoreAsync<T>(IAsyncEnumerator<SseItem<T>> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (IOException e)
        {
            throw Broke(e);
        }
    }

    private NodeClientException Broke(Exception e) =>
        new(NodeClientException.Unreachable, $"the node at {Url} broke the connection: {e.Message}", e);

    /// <summary>For parts of the interface that have a client of their own.</summary>
    /// <exception cref="NodeClientException">As <see cref="GetNetworkAsync"/>.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw await RefusedAsync(response, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new NodeClientException(NodeClientException.Unreachable, $"the node at {Url} does not answer: {e.Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new NodeClientException(
                NodeClientException.Unreachable, $"the node at {Url} does not answer within {ConnectTimeout.TotalSeconds} s.", e);
        }
    }

    public async Task<T> ReadAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> format, CancellationToken cancellation)
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
            throw Broke(e);
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
