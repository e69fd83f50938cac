using System.Net;

namespace Hanzo.Network.Adapters.Http;

/// <summary>No answer of a server is read beyond a bound, whatever it says of its length.</summary>
/// <param name="eventBytes">The bound of each event, where an answer is a stream of events; null: they have no bound of their own.</param>
/// <param name="beyond">What is thrown, from the bound.</param>
internal sealed class BoundedResponses(HttpMessageHandler inner, long maxBytes, long? eventBytes, Func<long, Exception> beyond)
    : DelegatingHandler(inner)
{
    private const string EventStream = "text/event-stream";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        response.Content = new BoundedContent(response.Content, Bounded);
        return response;
    }

    private BoundedStream Bounded(Stream body, HttpContent content) =>
        eventBytes is { } bytes && content.Headers.ContentType?.MediaType == EventStream
            ? new BoundedStream(body, bytes, BoundOf.Event, beyond)
            : new BoundedStream(body, maxBytes, BoundOf.Whole, beyond);

    private sealed class BoundedContent : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly Func<Stream, HttpContent, BoundedStream> _bounded;

        public BoundedContent(HttpContent inner, Func<Stream, HttpContent, BoundedStream> bounded)
        {
            (_inner, _bounded) = (inner, bounded);
            foreach (var (name, values) in inner.Headers.NonValidated) Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

        protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
            _bounded(await _inner.ReadAsStreamAsync(cancellationToken), _inner);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await using var bounded = _bounded(await _inner.ReadAsStreamAsync(cancellationToken), _inner);
            await bounded.CopyToAsync(stream, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _inner.Headers.ContentLength ?? 0;
            return _inner.Headers.ContentLength is not null;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
