using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Adapters.Security;

namespace Hanzo.Network.Adapters.Nats;

/// <summary>A NATS server and what opens it. Its text leaves out the latter.</summary>
/// <param name="Token">Null: none, or a user.</param>
public sealed record NatsServer(string Host, int Port, string? User = null, string? Password = null, string? Token = null)
{
    public const int DefaultPort = 4222;

    public const string AllowedForm =
        "nats://HOST[:PORT] or tls://HOST[:PORT], with USER:PASSWORD@ or TOKEN@ before the host where the server asks for it";

    private const string PlainScheme = "nats";
    private const string TlsScheme = "tls";

    /// <summary>Whether nothing is told to it before TLS; false: TLS is used where the server asks for it.</summary>
    public bool RequiresTls { get; init; }

    /// <summary>PEM file of the authorities that sign its certificate, read for each connection; null: whom the system trusts.</summary>
    public string? AuthorityFile { get; init; }

    private string Scheme => RequiresTls ? TlsScheme : PlainScheme;

    /// <returns>Null: it is not of <see cref="AllowedForm"/>.</returns>
    public static NatsServer? Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not (PlainScheme or TlsScheme)) return null;
        if (url.Host.Length == 0) return null;
        if (url.PathAndQuery is not ("" or "/") || url.Fragment.Length > 0 || url.Port is 0 or > IPEndPoint.MaxPort) return null;
        var port = url.Port < 0 ? DefaultPort : url.Port;
        var server = new NatsServer(url.DnsSafeHost, port) { RequiresTls = url.Scheme == TlsScheme };
        if (url.UserInfo.Length == 0) return server;
        var parts = url.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        return parts.Length == 2
            ? server with { User = parts[0], Password = parts[1] }
            : server with { Token = parts[0] };
    }

    /// <summary>The certificates of <see cref="AuthorityFile"/>; null: whom the system trusts.</summary>
    /// <exception cref="KeyStoreException">It cannot be read, or holds none.</exception>
    public X509Certificate2Collection? ReadAuthorities() => AuthorityFile is null ? null : PemFiles.ReadRoots(AuthorityFile);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{Host}:{Port}");
}
