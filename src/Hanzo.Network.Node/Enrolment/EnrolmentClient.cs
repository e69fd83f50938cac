using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Node.Enrolment;

/// <summary>The machine could not be let in, or a certificate not be renewed; the message is for the user.</summary>
/// <param name="code">Of the refusal; <see cref="EnrolmentClient.Unreachable"/> when nobody has answered.</param>
/// <param name="revocations">What the authority has told with a refusal; null: nothing.</param>
internal sealed class EnrolmentException(string code, string message, string? revocations = null) : Exception(message)
{
    public string Code { get; } = code;

    public string? Revocations { get; } = revocations;
}

/// <summary>Asks a network's authority, at any of several addresses, and nobody else.</summary>
internal sealed class EnrolmentClient(TimeProvider time)
{
    public const string Unreachable = "unreachable";

    /// <summary>Somebody else has answered in the authority's place.</summary>
    public const string WrongAuthority = "wrong_authority";

    private const int MaxAnswerBytes = 256 * 1024;
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(15);

    /// <param name="fingerprint">SHA-256 of the authority's certificate.</param>
    /// <exception cref="EnrolmentException">Nobody answers who has that certificate.</exception>
    public static async Task<(NodeAddress Address, X509Certificate2 Root)> FindAsync(
        IEnumerable<NodeAddress> addresses, ReadOnlyMemory<byte> fingerprint, CancellationToken cancellation)
    {
        var failures = new List<string>();
        var isOther = false;
        foreach (var address in addresses)
        {
            try
            {
                // Whoever answers is believed only that this is a certificate; it counts by its fingerprint.
                using var http = Http((_, shown, _, _) => shown is not null, null);
                using var request = new HttpRequestMessage(HttpMethod.Get, EnrolmentEndpoints.AuthorityPath);
                var pem = await SendAsync(http, address, request, cancellation);
                var root = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(pem));
                if (fingerprint.Span.SequenceEqual(CertificateAuthority.FingerprintOf(root).AsSpan())) return (address, root);
                isOther = true;
                failures.Add($"{address}: who answers there is not this network's authority");
            }
            catch (Exception e) when (e is HttpRequestException or EnrolmentException or CryptographicException)
            {
                failures.Add($"{address}: {e.Message}");
            }
        }

        throw new EnrolmentException(
            isOther ? WrongAuthority : Unreachable,
            $"the network's authority does not answer ({string.Join("; ", failures)}). On the machine that made the invite, 'hanzo up' "
            + "must run, and its firewall let this port through.");
    }

    /// <exception cref="EnrolmentException">It does not answer, or refuses.</exception>
    public Task<AdmissionBody> JoinAsync(
        NodeAddress address, X509Certificate2 root, JoinRequestBody asked, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(asked, EnrolmentJson.Default.JoinRequestBody);
        return PostAsync(address, root, null, EnrolmentEndpoints.JoinPath, body, cancellation);
    }

    /// <param name="own">With its key; it is shown.</param>
    /// <exception cref="EnrolmentException">It does not answer, or refuses.</exception>
    public Task<AdmissionBody> RenewAsync(
        NodeAddress address, X509Certificate2 root, X509Certificate2 own, RenewRequestBody asked, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(asked, EnrolmentJson.Default.RenewRequestBody);
        return PostAsync(address, root, own, EnrolmentEndpoints.RenewPath, body, cancellation);
    }

    private async Task<AdmissionBody> PostAsync(
        NodeAddress address, X509Certificate2 root, X509Certificate2? own, string path, byte[] body, CancellationToken cancellation)
    {
        try
        {
            using var http = Http((_, shown, _, _) => shown is X509Certificate2 peer
                && IssuedCertificate.WhyNot(root, peer, time.GetUtcNow()) is null, own);
            var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            var answer = await SendAsync(http, address, request, cancellation);
            return Read(answer, EnrolmentJson.Default.AdmissionBody) is { Revocations: not null, Authority.IsDefault: false } admission
                ? admission
                : throw NotOurs(address);
        }
        catch (HttpRequestException e)
        {
            throw new EnrolmentException(Unreachable, $"the network's authority at {address} does not answer: {e.Message}");
        }
    }

    /// <summary>The whole answer, when it is one of success.</summary>
    private static async Task<byte[]> SendAsync(
        HttpClient http, NodeAddress address, HttpRequestMessage request, CancellationToken cancellation)
    {
        request.RequestUri = new Uri($"https://{address}{request.RequestUri}");
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
            if (response.IsSuccessStatusCode) return bytes;
            throw Read(bytes, EnrolmentJson.Default.RefusalBody) is { Code: not null, Detail: not null } refusal
                ? new EnrolmentException(refusal.Code, refusal.Detail, refusal.Revocations)
                : NotOurs(address);
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {AnswerWithin.TotalSeconds} s");
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException)
        {
            throw new HttpRequestException("it does not show this network's certificate by TLS 1.3", e);
        }
    }

    private static EnrolmentException NotOurs(NodeAddress address) =>
        new(WrongAuthority, $"what answers at {address} does not let machines into a network.");

    private static T? Read<T>(byte[] json, JsonTypeInfo<T> format) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, format);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static HttpClient Http(RemoteCertificateValidationCallback isRight, X509Certificate2? own)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectWithin,
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = EnrolmentOptions.Protocols,
                RemoteCertificateValidationCallback = isRight,
            },
        };
        if (own is not null) handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => own;
        return new HttpClient(handler)
        {
            Timeout = AnswerWithin, MaxResponseContentBufferSize = MaxAnswerBytes, DefaultRequestVersion = HttpVersion.Version11,
        };
    }
}
