using Microsoft.AspNetCore.Http.Features;

namespace Hanzo.Network.Node.Api;

/// <summary>Reads a whole JSON body within its bound.</summary>
internal static class BodyReader
{
    /// <summary>A prompt of the largest size whose every byte is escaped, and the other fields.</summary>
    public const int MaxBodyBytes = (6 * Agents.RunRequest.MaxInputBytes) + (64 * 1024);

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
        if (request.ContentLength > MaxBodyBytes) throw TooLarge();

        using var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int count; (count = await request.Body.ReadAsync(chunk, cancellation)) > 0;)
        {
            if (body.Length + count > MaxBodyBytes) throw TooLarge();
            body.Write(chunk, 0, count);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static bool CanHaveBody(this HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true;

    private static ApiException TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, "body_too_large", $"The body has more than {MaxBodyBytes} bytes.");
}
