using Microsoft.AspNetCore.Http.Features;

namespace Hanzo.Network.Node.Api;

/// <summary>Reads a whole JSON body within its bound.</summary>
internal static class BodyReader
{
    /// <summary>A prompt of the largest size whose every byte is escaped, and the other fields.</summary>
    public const int MaxBodyBytes = (6 * Agents.RunRequest.MaxInputBytes) + (64 * 1024);

    /// <summary>Bytes that are taken in, and thrown away, of a body that is too large.</summary>
    private const int MaxTakenBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan TakenWithin = TimeSpan.FromSeconds(5);

    /// <summary>For requests whose fields can all be left out: no body is <c>{}</c>.</summary>
    /// <exception cref="ApiException">As <see cref="ReadAsync"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadOrNoneAsync(HttpRequest request, CancellationToken cancellation) =>
        request.ContentLength is 0 || (request.ContentLength is null && request.ContentType is null && !request.CanHaveBody())
            ? "{}"u8.ToArray()
            : await ReadAsync(request, cancellation);

    /// <exception cref="ApiException">It is too large or not declared as JSON.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        // A page of another site can send text/plain without being asked first; JSON it cannot.
        if (!request.HasJsonContentType())
            throw new ApiException(
                StatusCodes.Status415UnsupportedMediaType, "not_json", "Send the body as Content-Type: application/json.");
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxTakenBytes;
        if (request.ContentLength > MaxBodyBytes) throw await TooLargeAsync(request, cancellation);

        using var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int count; (count = await request.Body.ReadAsync(chunk, cancellation)) > 0;)
        {
            if (body.Length + count > MaxBodyBytes) throw await TooLargeAsync(request, cancellation);
            body.Write(chunk, 0, count);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static bool CanHaveBody(this HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true;

    /// <summary>Most clients hear an answer only when they have sent their body: what is not far too large is taken in.</summary>
    private static async Task<ApiException> TooLargeAsync(HttpRequest request, CancellationToken cancellation)
    {
        var asksFirst = request.Headers.Expect.Count > 0;
        if (!asksFirst && request.ContentLength is not > MaxTakenBytes) await TakeInAsync(request, cancellation);
        return new(StatusCodes.Status413PayloadTooLarge, "body_too_large", $"The body has more than {MaxBodyBytes} bytes.");
    }

    private static async Task TakeInAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TakenWithin);
        var chunk = new byte[64 * 1024];
        try
        {
            while (await request.Body.ReadAsync(chunk, limit.Token) > 0) { }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            // It is answered now, whether the client hears it or not.
        }
    }
}
