using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Models;

namespace Hanzo.Network.Adapters.Models;

/// <summary>Asks an endpoint which models it has.</summary>
internal sealed class ModelProbe(HttpClient http, TimeProvider time)
{
    /// <summary>For servers of this machine, which answer at once or are not there.</summary>
    public static readonly TimeSpan LocalPatience = TimeSpan.FromSeconds(0.3);

    /// <summary>For providers that a person named.</summary>
    public static readonly TimeSpan NamedPatience = TimeSpan.FromSeconds(2);

    /// <returns>Null: nobody answers, or not as a server of models does.</returns>
    public async Task<ImmutableArray<string>?> AskAsync(Uri baseUrl, ModelKey? key, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{baseUrl.AbsoluteUri.TrimEnd('/')}/models"));
        if (key is not null) request.Headers.Authorization = new("Bearer", key.Secret);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode != HttpStatusCode.OK) return null;
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            return ModelListing.Parse(await ReadAsync(body, either.Token));
        }
        catch (Exception error) when (IsNoAnswer(error))
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static bool IsNoAnswer(Exception error) =>
        error is HttpRequestException or IOException or ModelException or OperationCanceledException;

    /// <summary>An answer beyond the bound is cut, and so is no list.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, CancellationToken cancellation)
    {
        var bytes = new byte[ModelListing.MaxBytes];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return bytes.AsMemory(0, length);
    }
}
