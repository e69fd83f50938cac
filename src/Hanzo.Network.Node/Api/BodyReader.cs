namespace Hanzo.Network.Node.Api;

/// <summary>Reads a whole JSON body within its bound.</summary>
internal static class BodyReader
{
    /// <summary>A prompt of the largest size whose every byte is escaped, and the other fields.</summary>
    public const int MaxBodyBytes = (6 * Agents.RunRequest.MaxInputBytes) + (64 * 1024);

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

    private static ApiException TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, "body_too_large", $"The body has more than {MaxBodyBytes} bytes.");
}
