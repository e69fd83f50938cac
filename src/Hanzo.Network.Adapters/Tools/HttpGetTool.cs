using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Text;
using Hanzo.Network.Adapters.Http;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.Http;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Adapters.Tools;

/// <summary>Fetches a page as text from a host that it may ask.</summary>
internal sealed class HttpGetTool : IDisposable
{
    public const string Name = "http_get";

    /// <summary>Bytes of one answer, unpacked.</summary>
    public const int MaxAnswerBytes = 192 * 1024;

    public const int MaxRedirects = 5;

    /// <summary>Calls under way at once; further ones wait.</summary>
    public const int MaxCalls = 16;

    private const int MaxHeadersKilobytes = 64;
    private const int MaxErrorCharacters = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(1);

    private static readonly ImmutableArray<HttpStatusCode> Redirects =
    [
        HttpStatusCode.MovedPermanently, HttpStatusCode.Found, HttpStatusCode.SeeOther, HttpStatusCode.TemporaryRedirect,
        HttpStatusCode.PermanentRedirect,
    ];

    private readonly HostList _hosts;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _places = new(MaxCalls);

    /// <param name="resolve">The addresses of a host; null: as the system says.</param>
    public HttpGetTool(HostList hosts, bool mayBePrivate, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        _hosts = hosts;
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, AutomaticDecompression = DecompressionMethods.All,
            MaxResponseHeadersLength = MaxHeadersKilobytes, PooledConnectionLifetime = ConnectionLife,
            ConnectCallback = new GuardedConnector(mayBePrivate, resolve ?? Dns.GetHostAddressesAsync).ConnectAsync,
        };
        var bounded = new BoundedResponses(
            sockets, MaxAnswerBytes, eventBytes: null, bytes => new IOException($"the answer has more than {bytes} bytes."));
        _http = new HttpClient(bounded) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd($"hanzo-network/{NetworkVersion.Current}");
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/*, application/json, application/xml;q=0.9, */*;q=0.1");
    }

    public Tool Create() => new(
        AIFunctionFactory.Create(
            GetAsync, Name, $"Fetches a page or document from the web by its address and returns its text. Allowed hosts: {_hosts}."),
        new ToolOptions { Effect = ToolEffect.Idempotent, Timeout = Patience });

    public void Dispose()
    {
        _http.Dispose();
        _places.Dispose();
    }

    private async Task<string> GetAsync(
        [Description("The address, beginning with https:// or http://.")] string url, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            return await FollowAsync(HttpTarget.Check(url, _hosts), cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new IOException(Cause(e), e);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<string> FollowAsync(Uri url, CancellationToken cancellation)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var response = await _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!Redirects.Contains(response.StatusCode) || response.Headers.Location is not { } location)
                return await TextAsync(url, response, cancellation);
            if (redirects == MaxRedirects) throw new IOException($"there are more than {MaxRedirects} redirects.");
            url = HttpTarget.Redirected(url, location, _hosts);
        }
    }

    private static async Task<string> TextAsync(Uri url, HttpResponseMessage response, CancellationToken cancellation)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
        var type = response.Content.Headers.ContentType;
        if (bytes.AsSpan().Contains((byte)0) && type?.CharSet is null)
            throw new IOException($"{url} is no text, but {type?.MediaType ?? "of an unknown type"} of {bytes.Length} bytes.");
        var text = Encoding(type?.CharSet).GetString(bytes);
        if (response.IsSuccessStatusCode) return text;
        var shown = text.Length <= MaxErrorCharacters ? text : text[..MaxErrorCharacters] + "…";
        throw new IOException(
            string.Create(CultureInfo.InvariantCulture, $"{url} answers {(int)response.StatusCode} {response.ReasonPhrase}: {shown}"));
    }

    /// <summary>What is unknown is taken for UTF-8, whose readers go on over what does not fit.</summary>
    private static Encoding Encoding(string? charset)
    {
        try
        {
            return charset is null ? System.Text.Encoding.UTF8 : System.Text.Encoding.GetEncoding(charset.Trim('"'));
        }
        catch (ArgumentException)
        {
            return System.Text.Encoding.UTF8;
        }
    }

    /// <summary>What the connector, the bound or the other side said, not that there was some error about it.</summary>
    private static string Cause(HttpRequestException error) =>
        error.InnerException is IOException or AuthenticationException ? error.InnerException.Message : error.Message;
}
